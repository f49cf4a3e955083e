import { derivedRandom } from '@joulefleet/core';
import { newId, type Database } from '@joulefleet/store';
import type { Benchmark, Figure } from '../figures/figure';
import { countFigure } from '../figures/count-figure';
import { withEmbeddedDatabase } from '../traces/embedded-database';
import { drawLane } from './draw-lane';
import { expectedTicks } from './expected-ticks';
import { judgeLane } from './judge-lane';
import { simulateLane } from './simulate-lane';
import { bookInMemory, bookInPostgres } from './tick-book';

const LANE_DAYS = 250;
const LANES = 40;
/** Lanes whose ticks are rows in PostgreSQL; those of the others are kept by the same rule in memory. */
const LANES_IN_POSTGRES = 10;

export const scheduleBenchmark: Benchmark = {
  name: 'schedule',
  about:
    'Ticks done twice or without an explanation over 10,000 schedule-days, with clocks set, restarts, leader changes and daylight saving.',
  measure: (say, { seed }) => withEmbeddedDatabase((database) => measure(database, say, seed)),
};

async function measure(database: Database, say: (line: string) => void, seed: number): Promise<Figure[]> {
  const ownerId = newId();
  await database.prisma.user.create({ data: { id: ownerId, name: 'bench', role: 'admin' } });
  const sum = { ticks: 0, doubled: 0, unexplained: 0 };
  for (let at = 0; at < LANES; at++) {
    const random = derivedRandom(seed, `lane ${at}`);
    const lane = drawLane(random, LANE_DAYS);
    const book = at < LANES_IN_POSTGRES ? await bookInPostgres(database, ownerId, lane) : bookInMemory(lane);
    const record = await simulateLane(lane, book, random);
    const expected = expectedTicks(lane);
    const faults = judgeLane(expected, record, (await book.read()).waitingTickMs);
    sum.ticks += expected.length;
    sum.doubled += faults.doubled;
    sum.unexplained += faults.unexplained;
    if ((at + 1) % 10 === 0) say(`${at + 1} of ${LANES} schedules, ${LANE_DAYS} days each`);
  }
  return [
    countFigure('ticks_doubled', sum.doubled, sum.ticks),
    countFigure('ticks_unexplained', sum.unexplained, sum.ticks),
  ];
}
