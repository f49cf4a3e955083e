import { monitorEventLoopDelay } from 'node:perf_hooks';
import { derivedRandom } from '@joulefleet/core';
import { commitRecords } from '@joulefleet/ingest';
import { judge } from '@joulefleet/judging';
import { findUnjudged, openDatabase, readTraceChunks, type AttemptKey, type Database } from '@joulefleet/store';
import { judgeTrace } from '../../libs/judging/src/judge-trace';
import { parseTrialBody } from '../../libs/judging/src/parse-trial-body';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { withEmbeddedServices } from '../services/embedded-services';
import { drawTrial } from '../traces/draw-records';
import { type Lane, seedLanes } from '../traces/seed-lanes';

/** Two hours, the longest trial, sampled every 100 ms: 72,900 samples. */
const BATCHES = 45_000;
const TRIALS = 5;
const TRIAL_US = 7_300_000_000;
const RESOLUTION_MS = 1;

export const judgeBenchmark: Benchmark = {
  name: 'judge',
  about: 'The longest trials are judged: time, and how long the event loop was blocked, against judging in one piece.',
  measure: async (say, { seed }) =>
    withEmbeddedServices('relaxed', async ({ databaseUrl, aborted }) => {
      const database = openDatabase(databaseUrl);
      try {
        const [lane] = await seedLanes(database, 1, 1, BATCHES);
        const rounds: [Cost, Cost][] = [];
        for (let trial = 0; trial < TRIALS; trial++) {
          aborted.throwIfAborted();
          const attempt = await commitTrial(database, lane!, trial, seed);
          const inOnePiece = await costOf(() => judgeHere(database, attempt));
          const judged = await costOf(async () => void (await judge(database, [attempt])));
          rounds.push([judged, inOnePiece]);
          say(`trial ${trial + 1}: ${describe(judged)}; in one piece ${describe(inOnePiece)}`);
        }
        await requireAccepted(database);
        return figures(rounds);
      } finally {
        await database.close();
      }
    }),
};

/** Both in milliseconds. */
interface Cost {
  blockedMs: number;
  tookMs: number;
}

/** The first trial also starts the thread. */
function figures(rounds: readonly [Cost, Cost][]): Figure[] {
  const of = (figure: keyof Cost): Round[] => rounds.map(([a, b]) => ({ value: a[figure], baseline: b[figure] }));
  const blocked = of('blockedMs');
  const longest: Round = {
    value: Math.max(...blocked.map(({ value }) => value)),
    baseline: Math.max(...blocked.map(({ baseline }) => baseline)),
  };
  return [
    makeFigure('loop_blocked_max_ms', 'ms', [longest], { of: 'value', bound: '<=', limit: 50 }),
    makeFigure('judge_ms', 'ms', of('tookMs'), null),
  ];
}

async function commitTrial(database: Database, lane: Lane, trial: number, seed: number): Promise<AttemptKey> {
  const random = derivedRandom(seed, `trial ${trial}`);
  const { shardId, fence, trialIds } = lane;
  const firstSeq = 1 + trial * 1000;
  const { records } = drawTrial(trialIds[trial]!, 1e9 + trial * TRIAL_US, firstSeq, random, BATCHES);
  for (const record of records) {
    await commitRecords(database, { shardId, fence, records: [record] }, (fault) => {
      throw fault;
    });
  }
  return { trialId: trialIds[trial]!, attempt: 1 };
}

/** Reads and judges on this thread, and saves nothing. */
async function judgeHere(database: Database, key: AttemptKey): Promise<void> {
  const [attempt] = await findUnjudged(database.pool, [key]);
  const body = parseTrialBody(attempt?.body);
  if (!attempt || 'undecodable' in body) throw new Error(`trial ${key.trialId} was not committed whole`);
  const stored = await readTraceChunks(database.pool, key);
  const chunks = stored.map((chunk) => ({ ...chunk, data: chunk.data.toString('base64') }));
  judgeTrace({ requested: { ...attempt, startBandC: null }, body, chunks });
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // Two turns of the timer, so that it knows when it was due.
  await new Promise((turn) => setTimeout(turn, 20));
  delay.reset();
  const startMs = performance.now();
  await work();
  const tookMs = performance.now() - startMs;
  await new Promise((turn) => setTimeout(turn, 20));
  delay.disable();
  return { blockedMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), tookMs };
}

function describe({ blockedMs, tookMs }: Cost): string {
  return `${tookMs.toFixed(0)} ms, loop blocked for up to ${blockedMs.toFixed(1)} ms`;
}

/** Rejected trials would make the benchmark measure something else. */
async function requireAccepted(database: Database): Promise<void> {
  const accepted = await database.prisma.trial.count({ where: { state: 'accepted' } });
  if (accepted !== TRIALS) throw new Error(`${accepted} of ${TRIALS} trials were accepted`);
}
