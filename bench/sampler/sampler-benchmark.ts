import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Benchmark, Figure, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';

const run = promisify(execFile);
const ROUNDS = 3;
const SECONDS = 10;
const LIMIT_MS = 60_000;

const measured = z.object({ cpuUsPerSample: z.number(), coreSharePct: z.number(), jitterP99Ms: z.number() });
type Measured = z.infer<typeof measured>;

/** One side of a round: by period. */
interface Side {
  at10ms: Measured;
  at100ms: Measured;
}

/**
 * What sampling takes of a board's CPU, and how regular it is, against a script that opens, reads and closes each file for each sample.
 * `cpu_us_per_reading` is without what a bare wake-up of Python takes, which nobody who samples can save.
 */
export const samplerBenchmark: Benchmark = {
  name: 'sampler',
  about: "CPU time and jitter of the agent's sampler, against opening, reading and closing each file for each sample.",
  measure: async (say) => {
    const rounds: { ours: Side; theirs: Side; bare: Side }[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      say(`round ${i + 1} of ${ROUNDS}`);
      rounds.push({
        ours: await measureSide('agent'),
        theirs: await measureSide('files'),
        bare: await measureSide('sleep'),
      });
    }
    const figure = (name: string, unit: string, of: (side: Side, bare: Side) => number, target: Target): Figure =>
      makeFigure(
        name,
        unit,
        rounds.map(({ ours, theirs, bare }) => ({ value: of(ours, bare), baseline: of(theirs, bare) })),
        target,
      );
    const atMost = (limit: number): Target => ({ of: 'value', bound: '<=', limit });
    const fifth: Target = { of: 'ratio', bound: '<=', limit: 0.2 };
    return [
      figure('cpu_us_per_sample', 'us', ({ at10ms }) => at10ms.cpuUsPerSample, fifth),
      figure(
        'cpu_us_per_reading',
        'us',
        (side, bare) => side.at10ms.cpuUsPerSample - bare.at10ms.cpuUsPerSample,
        fifth,
      ),
      figure('core_share_100ms_pct', '%', ({ at100ms }) => at100ms.coreSharePct, atMost(0.1)),
      figure('core_share_10ms_pct', '%', ({ at10ms }) => at10ms.coreSharePct, atMost(1)),
      figure('jitter_p99_ms', 'ms', ({ at10ms }) => at10ms.jitterP99Ms, atMost(2)),
    ];
  },
};

async function measureSide(side: 'agent' | 'files' | 'sleep'): Promise<Side> {
  return { at10ms: await measurePeriod(side, 10), at100ms: await measurePeriod(side, 100) };
}

async function measurePeriod(side: string, periodMs: number): Promise<Measured> {
  const script = resolve('bench/sampler/measure_sampler.py');
  const { stdout } = await run('python3', [script, side, String(periodMs), String(SECONDS)], { timeout: LIMIT_MS });
  return measured.parse(JSON.parse(stdout));
}
