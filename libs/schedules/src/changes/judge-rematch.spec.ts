import type { Rematch, TurnTrial } from '@joulefleet/store';
import { planConfirmation } from '@joulefleet/core';
import { judgeRematch } from './judge-rematch';
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
