import type { Rematch, TurnTrial } from '@joulefleet/store';
import { planConfirmation } from '@joulefleet/core';
import { judgePair, judgeRematch, outcomeOf, siblingAwaited } from './judge-rematch';
import { NightCells } from './night-cell';

const CELLS = new NightCells(['version']);
const ABOUT = { device: 'nano-1', cellKey: 'k', workload: 'mine', graphMode: 'dynamic', inferences: 100 };
const trial = (version: string, repetition: number, energyMj: number): TurnTrial => ({
  ...{ ...ABOUT, repetition, energyMj, durationMs: 1, powerMw: 1, loadEnergyMj: null },
  levels: { batchSize: 8, ...{ 'parameters.version': version } },
});
const plan = planConfirmation(0.001, 4, 24);
const REMATCH: Rematch = {
  ...{ kind: 'series', key: 'x', metric: 'energy', direction: 1, former: 'v1', present: 'v2', sd: 0.01 },
  members: [{ device: 'nano-1', cell: `nano-1 ${CELLS.keyOf(trial('v1', 1, 1))}` }],
  ...{ ...plan, looks: [...plan.looks], boundaries: [...plan.boundaries] },
};
const blocks = (count: number, ratio: number): TurnTrial[] =>
  Array.from({ length: 2 * count }, (_, i) => [trial('v1', i + 1, 1000), trial('v2', i + 1, 1000 * ratio)]).flat();

it.each([
  ['differs', 1.05, 1, 'confirmed'],
  ['differs the other way', 0.95, 1, 'went_away'],
  ['is less, as was flagged', 0.95, -1, 'confirmed'],
  ['is alike', 1, 1, 'went_away'],
] as const)('a version that %s', (_, ratio, direction, state) => {
  const judged = judgeRematch({ ...REMATCH, direction }, blocks(plan.looks.at(-1)!, ratio), CELLS);
  expect(judged.state).toBe(state);
  if (state === 'confirmed') expect(direction * judged.difference).toBeCloseTo(Math.log(ratio), 3);
});

it('waits for whole blocks, of the cells that it is about', () => {
  expect(judgeRematch(REMATCH, blocks(1, 1.05), CELLS)).toMatchObject({ state: 'undecided', observations: 0 });
  const lacking = blocks(plan.looks.at(-1)!, 1.05).filter(({ repetition }) => repetition % 2 === 0);
  expect(judgeRematch(REMATCH, lacking, CELLS).state).toBe('undecided');
  const others = blocks(plan.looks.at(-1)!, 1.05).map((each) => ({ ...each, device: 'nano-2' }));
  expect(judgeRematch(REMATCH, others, CELLS).state).toBe('undecided');
});

it('knows a cell by all but its version', () => {
  const key = CELLS.keyOf(trial('v1', 1, 1));
  expect(CELLS.keyOf(trial('v2', 1, 1))).toBe(key);
  expect(CELLS.keyOf({ ...trial('v2', 1, 1), workload: 'other' })).not.toBe(key);
  expect(new NightCells([]).keyOf(trial('v1', 1, 1))).toBe('k');
});

describe('with a sibling', () => {
  const sibling = {
    device: 'nano-2',
    members: [{ device: 'nano-2', cell: `nano-2 ${CELLS.keyOf(trial('v1', 1, 1))}` }],
  };
  const total = plan.looks.at(-1)!;
  const on = (device: string, trials: TurnTrial[]): TurnTrial[] => trials.map((each) => ({ ...each, device }));
  const pairOf = (there: TurnTrial[], here = blocks(total, 1.05)) =>
    judgePair({ ...REMATCH, sibling }, [...here, ...on('nano-2', there)], CELLS);

  it.each([
    ['the same', 1.05, 'differ'],
    ['nothing', 1, 'alike'],
    ['the opposite', 0.95, 'alike'],
  ] as const)('it is stored that it showed %s, with both sizes', (_, ratio, outcome) => {
    const pair = pairOf(blocks(total, ratio));
    expect(siblingAwaited(pair)).toBeNull();
    const found = outcomeOf(pair, REMATCH)!;
    expect(found).toMatchObject({ outcome: 'differ', sibling: { device: 'nano-2', outcome } });
    expect(found.shift).toBeCloseTo(Math.log(1.05), 3);
    expect(found.sibling!.shift).toBeCloseTo(Math.log(ratio), 3);
    expect(found.reach).toBeGreaterThan(0.001);
    const { own, sibling: other } = pair;
    expect(found.executions).toBe(4 * (own.observations + other!.observations));
  });

  it('waits for it where the device itself differs, and only then', () => {
    expect(siblingAwaited(pairOf(blocks(1, 1.05)))).toBe('nano-2');
    const alike = pairOf(blocks(1, 1.05), blocks(total, 1));
    expect(siblingAwaited(alike)).toBeNull();
    expect(outcomeOf(alike, REMATCH)).toMatchObject({ outcome: 'alike', sibling: null });
    expect(outcomeOf(pairOf(blocks(total, 1.05), []), REMATCH)).toBeNull();
  });

  it('is none where the rematch has none', () => {
    const pair = judgePair(REMATCH, blocks(total, 1.05), CELLS);
    expect(pair.sibling).toBeNull();
    expect(outcomeOf(pair, { ...REMATCH, direction: -1 })).toMatchObject({ outcome: 'differ', sibling: null });
  });
});
