import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '@joulefleet/platform';
import { z } from 'zod';
import { countFigure } from '../figures/count-figure';
import type { Benchmark, Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';

/** 737 combinations of clocks, six workloads, ten repetitions. */
const STUDY_TRIALS = 44_220;
const LIMIT_MINUTES = 15;
const LIMIT_QUICK_MINUTES = 3;
const MAX_OUTPUT_BYTES = 16_000_000;

const printed = z.object({
  trials: z.number(),
  minutes: z.number(),
  deviceHours: z.number(),
  outsideTolerance: z.number(),
  rows: z.array(z.looseObject({ status: z.string(), expectation: z.string(), found: z.string(), study: z.string() })),
  energies: z.object({ trials: z.number(), rmsPct: z.number(), beyondUncertainty: z.number() }),
});

export const paperBenchmark: Benchmark = {
  name: 'paper',
  about: "The study's whole sweep through SSH, queue and database on light twins, and its figures: `joulefleet paper`.",
  measure: async (say, { seed }) => {
    const quick = await study(seed, ['--quick']);
    say(`quick: ${quick.trials} trials in ${quick.minutes.toFixed(2)} min`);
    for (const line of failing(quick)) say(`quick: ${line}`);
    const whole = await study(seed, []);
    for (const line of failing(whole)) say(line);
    return [...figuresOf(whole), ...quickFigures(quick)];
  },
};

type Study = z.infer<typeof printed>;

/** On servers and twins of its own. */
async function study(seed: number, options: readonly string[]): Promise<Study> {
  const home = mkdtempSync(join(tmpdir(), 'jf-paper-'));
  try {
    return printed.parse(JSON.parse(await runCli(home, ['paper', '--seed', String(seed), '--json', ...options])));
  } finally {
    await runCli(home, ['down']);
    rmSync(home, { recursive: true, force: true });
  }
}

function failing({ rows }: Study): string[] {
  const failed = rows.filter(({ status }) => status === 'fails');
  return failed.map(({ expectation, found, study: expected }) => `${expectation}: ${found}, the study has ${expected}`);
}

/** What the command line prints; exit code 5 says that figures fail. */
async function runCli(home: string, args: readonly string[]): Promise<string> {
  const script = join(packageRoot(), 'dist', 'cli', 'joulefleet.mjs');
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
  const env = { ...inherited, JOULEFLEET_HOME: home };
  const options = { env, maxBuffer: MAX_OUTPUT_BYTES };
  return promisify(execFile)(process.execPath, [script, ...args], options).then(
    ({ stdout }) => stdout,
    (error: Error & { code?: number; stdout?: string }) => {
      if (error.code === 5 && error.stdout) return error.stdout;
      throw error;
    },
  );
}

function judgedRows({ rows }: Study): number {
  return rows.filter(({ status }) => status === 'holds' || status === 'fails').length;
}

function quickFigures(quick: Study): Figure[] {
  const { minutes, deviceHours, outsideTolerance } = quick;
  return [
    makeFigure('quick_minutes', 'min', [{ value: minutes, baseline: deviceHours * 60 }], {
      of: 'value',
      bound: '<=',
      limit: LIMIT_QUICK_MINUTES,
    }),
    countFigure('quick_outside_tolerance', outsideTolerance, judgedRows(quick)),
  ];
}

function figuresOf(result: Study): Figure[] {
  const { trials, minutes, deviceHours, outsideTolerance, energies } = result;
  const judged = judgedRows(result);
  return [
    makeFigure('trials', '1', [{ value: trials, baseline: STUDY_TRIALS }], { of: 'ratio', bound: '>=', limit: 1 }),
    // The baseline is how long the boards of the study would take one after the other.
    makeFigure('minutes', 'min', [{ value: minutes, baseline: deviceHours * 60 }], {
      of: 'value',
      bound: '<=',
      limit: LIMIT_MINUTES,
    }),
    countFigure('outside_tolerance', outsideTolerance, judged),
    countFigure('energies_beyond_uncertainty', energies.beyondUncertainty, energies.trials, Math.ceil(trials / 100)),
    makeFigure('energy_error_rms_pct', '%', [{ value: energies.rmsPct, baseline: 0.5 }], {
      of: 'value',
      bound: '<=',
      limit: 0.5,
    }),
  ];
}
