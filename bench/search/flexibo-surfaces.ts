import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchCandidate } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';
import type { Surface } from './surface';

/** Measurements of a Jetson TX2 by others (NOTICE): cores x CPU x GPU x memory clock, 768 cells each, once. */
const FOLDER = join('test', 'fixtures', 'flexibo');

export function flexiboSurfaces(): Surface[] {
  const folder = join(packageRoot(), FOLDER);
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  return files
    .sort()
    .map((name) =>
      surfaceOf(name.replace(/^tx2_sampled_output_|\.csv$/g, ''), readFileSync(join(folder, name), 'utf8')),
    );
}

function surfaceOf(name: string, text: string): Surface {
  const [header, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const column = (line: string[], title: string): number => Number(line[header!.indexOf(title)]);
  const candidates = lines.map((line, cell): SearchCandidate => {
    const cores = [0, 1, 2, 3].reduce((sum, core) => sum + column(line, `core${core}_status`), 0);
    const clocks = { gpuHz: column(line, 'gpu_freq'), memoryHz: column(line, 'emc_freq') };
    const levels = { cpuHz: 1e3 * column(line, 'core_freq'), ...clocks, cores, batchSize: 1, inferences: 1, words: '' };
    return { cell, levels, isReference: false };
  });
  // The unit of the power column is not documented (SOURCES): the product with time ranks the cells, and is no figure in joules.
  const truth = lines.map((line) => {
    const durationMs = 1e3 * column(line, 'inference_time');
    return { durationMs, energyMj: (durationMs * column(line, 'power_consumption')) / 1e3 };
  });
  return { name: `tx2 ${name}`, candidates, truth, overheadS: 15 };
}
