import { commitRecords } from '@joulefleet/ingest';
import { judge } from '@joulefleet/judging';
import type { Database } from '@joulefleet/store';
import type { Round } from '../figures/figure';
import type { DrawnTrial } from './draw-records';
import { insertReadings } from './row-store';
import type { Lane } from './seed-lanes';

/** The trials of one lane in one round. `firstTrial` numbers them in the row store. */
export interface LaneRound {
  lane: Lane;
  trials: readonly DrawnTrial[];
  firstTrial: number;
}

/**
 * Readings a second, the same trials on both sides: committed as records of a spool and judged (`value`), and inserted as rows
 * (`baseline`). The lanes go at once, as the worker takes jobs. Which side goes first changes from round to round.
 */
export async function commitRound(
  database: Database,
  lanes: readonly LaneRound[],
  valueFirst: boolean,
): Promise<Round> {
  const readings = lanes.flatMap(({ trials }) => trials.map(readingsOf)).reduce((sum, n) => sum + n, 0);
  const value = async () => readings / (await secondsOf(lanes, (lane) => commitLane(database, lane)));
  const baseline = async () => readings / (await secondsOf(lanes, (lane) => insertLane(database, lane)));
  if (valueFirst) return { value: await value(), baseline: await baseline() };
  const ofBaseline = await baseline();
  return { value: await value(), baseline: ofBaseline };
}

/** A reading is one rail at one instant. */
export function readingsOf({ trace }: Pick<DrawnTrial, 'trace'>): number {
  return trace.tUs.length * trace.rails.length;
}

async function commitLane(database: Database, { lane: { shardId, fence }, trials }: LaneRound): Promise<void> {
  for (const record of trials.flatMap(({ records }) => records)) {
    const { fresh, attempts } = await commitRecords(database, { shardId, fence, records: [record] }, refuse);
    if (fresh !== 1) throw new Error(`record ${record.seq} was not committed: ${fresh}`);
    const { errors } = await judge(database, attempts);
    if (errors.length > 0) throw errors[0];
  }
}

async function insertLane(database: Database, { trials, firstTrial }: LaneRound): Promise<void> {
  for (const [i, { trace }] of trials.entries()) await insertReadings(database, firstTrial + i, trace);
}

async function secondsOf(lanes: readonly LaneRound[], work: (lane: LaneRound) => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await Promise.all(lanes.map(work));
  return (performance.now() - startMs) / 1e3;
}

/** Every drawn record is well made. */
function refuse(fault: Error): never {
  throw fault;
}
