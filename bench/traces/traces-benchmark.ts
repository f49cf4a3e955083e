import { derivedRandom } from '@joulefleet/core';
import type { Database } from '@joulefleet/store';
import type { Benchmark, Figure, Round } from '../figures/figure';
import { commitRound, type LaneRound, readingsOf } from './commit-round';
import { drawTrial } from './draw-records';
import { withEmbeddedDatabase } from './embedded-database';
import { copyToWideRows, createRowStore } from './row-store';
import { type Lane, seedLanes } from './seed-lanes';
import { tableBytes } from './table-bytes';
import { type Measured, traceFigures } from './trace-figures';

/** As many as the worker takes from the `traces` queue at a time. */
const LANES = 4;
/** Times ten trials a lane: twenty in each round. */
const CELLS = 12;
const ROUNDS = 6;
/** The first round is a warm-up; its speed is not counted. */
const WARM_UP_ROUNDS = 1;
const SEED = 1;
/** From the start of one trial to that of the next, on the device's clock. */
const TRIAL_US = 80_000_000;

export const tracesBenchmark: Benchmark = {
  name: 'traces',
  about:
    'Bytes on disk and commits a second of power traces in chunks, against a row for each reading; real PostgreSQL.',
  measure: async (say) => {
    say('starting PostgreSQL with fsync');
    return withEmbeddedDatabase(async (database, aborted): Promise<Figure[]> => {
      return traceFigures(await measureOn(database, aborted, say));
    });
  },
};

async function measureOn(database: Database, aborted: AbortSignal, say: (line: string) => void): Promise<Measured> {
  const lanes = await seedLanes(database, LANES, CELLS);
  await createRowStore(database);
  const rates: Round[] = [];
  let readings = 0;
  for (let round = 0; round < ROUNDS; round++) {
    aborted.throwIfAborted();
    const ofRound = lanes.map((lane, i) => drawLaneRound(lane, i, round));
    readings += ofRound.flatMap(({ trials }) => trials.map(readingsOf)).reduce((sum, n) => sum + n, 0);
    rates.push(await commitRound(database, ofRound, round % 2 === 0));
    say(`round ${round + 1} of ${ROUNDS}: ${describe(rates.at(-1)!)}`);
  }
  await requireAllAccepted(database);
  await copyToWideRows(database);
  const [chunkBytes, narrowBytes, wideBytes] = await Promise.all([
    tableBytes(database, 'trace_chunk'),
    tableBytes(database, 'reading'),
    tableBytes(database, 'sample'),
  ]);
  return { readings, chunkBytes, narrowBytes, wideBytes, rates: rates.slice(WARM_UP_ROUNDS) };
}

/** The trials of a lane's `round`: drawn before the clock starts. */
function drawLaneRound(lane: Lane, laneNumber: number, round: number): LaneRound {
  const perRound = lane.trialIds.length / ROUNDS;
  const first = round * perRound;
  const random = derivedRandom(SEED, `lane ${laneNumber} round ${round}`);
  const trials = lane.trialIds.slice(first, first + perRound).map((trialId, i) => {
    const position = first + i;
    return drawTrial(trialId, 1_000_000_000 + position * TRIAL_US, 1 + 2 * position, random);
  });
  return { lane, trials, firstTrial: laneNumber * lane.trialIds.length + first };
}

function describe({ value, baseline }: Round): string {
  return `${Math.round(value)} readings/s in chunks, ${Math.round(baseline)} in rows`;
}

/** Rejected trials would make the benchmark measure something else. */
async function requireAllAccepted(database: Database): Promise<void> {
  const odd = await database.prisma.trial.findFirst({ where: { state: { not: 'accepted' } } });
  if (odd) throw new Error(`a trial of the benchmark is ${odd.state}: ${odd.reason ?? 'no reason'}`);
}
