import { batchesOf, derivedRandom, normalDeviate, type EarlierKnowledge, type Random } from '@joulefleet/core';
import { placesOf } from './harden';
import type { Surface } from './surface';

/** How another board of the class differs: relative standard deviations of time and power of all cells, and of power from one end of a clock to the other. */
export interface Difference {
  readonly level: number;
  readonly tilt: number;
}

/** Of an earlier mean, in 3 repetitions. */
const MEAN_SD = 0.012 / Math.sqrt(3);
const BOARDS = 2;

/** What sweeps of the same cells on two other boards of the class found. */
export function sweptBefore(surface: Surface, { level, tilt }: Difference, seed: string): EarlierKnowledge {
  const random = derivedRandom(1, `earlier|${surface.name}|${seed}`);
  const [cpu, gpu] = [placesOf(surface, 'cpuHz'), placesOf(surface, 'gpuHz')];
  const boards = Array.from({ length: BOARDS }, (_, board) => {
    const differs = { time: level, power: level, cpu: tilt, gpu: tilt };
    const by = Object.fromEntries(
      Object.entries(differs).map(([name, sd]) => [name, sd * normalDeviate(random)]),
    ) as typeof differs;
    return surface.candidates.map(({ cell }, row) => {
      const { latencyMs, powerMw } = figuresAt(surface, row);
      const tilted = by.power + by.cpu * cpu[row]! + by.gpu * gpu[row]!;
      return {
        cell,
        deviceId: `earlier ${board}`,
        latencyMs: latencyMs * Math.exp(by.time + scatter(random)),
        powerMw: powerMw * Math.exp(tilted + scatter(random)),
      };
    });
  });
  return { cells: boards.flat(), starts: [] };
}

/** The best cells of other workloads. */
export function bestOfOthers(surface: Surface, others: readonly Surface[]): EarlierKnowledge {
  const starts = others.map(({ truth }) => {
    const energies = truth.map(({ energyMj }) => energyMj);
    return surface.candidates[energies.indexOf(Math.min(...energies))]!.cell;
  });
  return { cells: [], starts: [...new Set(starts)] };
}

function scatter(random: Random): number {
  return (MEAN_SD / Math.SQRT2) * normalDeviate(random);
}

function figuresAt({ candidates, truth }: Surface, row: number): { latencyMs: number; powerMw: number } {
  const { durationMs, energyMj } = truth[row]!;
  return { latencyMs: durationMs / batchesOf(candidates[row]!.levels), powerMw: (1e3 * energyMj) / durationMs };
}
