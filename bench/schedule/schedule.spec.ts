import { derivedRandom, tellLocal } from '@joulefleet/core';
import { parseCron } from '@joulefleet/schedules';
import { drawLane, type Lane } from './draw-lane';
import { expectedTicks } from './expected-ticks';
import { judgeLane } from './judge-lane';
import { simulateLane } from './simulate-lane';
import { bookInMemory, type TickBook } from './tick-book';

const ZONE = 'Europe/Berlin';
const fromMs = Date.parse('2026-01-01T00:00:00Z');
const lane: Lane = {
  rule: {
    ticks: parseCron('30 2 * * *', ZONE, fromMs),
    zone: ZONE,
    window: null,
    missed: { kind: 'skip' },
    overlap: 'skip',
    budgetMs: null,
  },
  minute: 150,
  fromMs,
  untilMs: fromMs + 330 * 86_400_000,
};

describe('the schedule bench', () => {
  it('expects 02:30 to come later where it is left out, and once where it comes twice', () => {
    const told = expectedTicks(lane).map((tick) => tellLocal(tick, ZONE));
    expect(told).toHaveLength(330);
    expect(told).toEqual(expect.arrayContaining(['2026-03-29 03:30 +02:00', '2026-10-25 02:30 +02:00']));
    expect(told).not.toContain('2026-10-25 02:30 +01:00');
  });

  it('finds nothing wrong with what the product decides', async () => {
    const random = derivedRandom(1, 'spec');
    const drawn = drawLane(random, 60);
    const book = bookInMemory(drawn);
    const record = await simulateLane(drawn, book, random);
    expect(judgeLane(expectedTicks(drawn), record, (await book.read()).waitingTickMs)).toEqual({
      doubled: 0,
      unexplained: 0,
    });
  });

  it('notices a store in which two leaders decide the same tick', async () => {
    const kept = bookInMemory(lane);
    const careless: TickBook = { ...kept, commit: async (from, round) => (await kept.commit(from, round), true) };
    const record = await simulateLane(lane, careless, derivedRandom(1, 'careless'));
    expect(judgeLane(expectedTicks(lane), record, null).doubled).toBeGreaterThan(0);
  });

  it('notices a tick without a row, one without a reason, and a row that is no tick', () => {
    const row = { tickMs: 10, lastTickMs: 10, count: 1, skipped: null };
    expect(judgeLane([10, 20], { rows: [row], started: [10] }, null)).toEqual({ doubled: 0, unexplained: 1 });
    expect(judgeLane([10, 20], { rows: [row], started: [10] }, 20)).toEqual({ doubled: 0, unexplained: 0 });
    expect(judgeLane([10], { rows: [row], started: [] }, null)).toEqual({ doubled: 0, unexplained: 1 });
    expect(judgeLane([], { rows: [row], started: [10] }, null)).toEqual({ doubled: 0, unexplained: 1 });
  });
});
