import { factorLevels, planConfirmation, type Cell, type SiblingDevice } from '@joulefleet/core';
import type { Rematch } from '@joulefleet/store';
import { addSiblings, type SiblingChoice } from './add-siblings';
import type { JudgedNights } from './judge-schedule';
import { NightCells } from './night-cell';

const CELLS = new NightCells(['version']);
const DEVICES = ['nano-1', 'nano-2', 'nano-3', 'orin-1'];

const planned = (batchSize: number, version: string): Cell => ({
  ...{ cellKey: `${batchSize} ${version}`, deviceClass: 'jetson-nano' },
  levels: {
    ...factorLevels({ batchSize, ...({ 'parameters.version': version } as object) }),
    ...{ workload: 'mine', command: null, graphMode: 'dynamic' },
  },
});
const PLANNED = [planned(4, 'v1'), planned(8, 'v1'), planned(4, 'v2'), planned(8, 'v2')];
const cellOf = (device: string, index: number): string => CELLS.plannedOn(device, PLANNED[index]!);

const deviceOf = (name: string): SiblingDevice => ({
  ...{ name, deviceClass: name.startsWith('nano') ? 'jetson-nano' : 'jetson-orin-nx' },
  ...{ availability: 'ready', health: 'good' },
});

function choice(cellsOf: Record<string, number[]>, devices = DEVICES.map(deviceOf)): SiblingChoice {
  const plans = Object.entries(cellsOf).map(([name, cells]) => ({ name, deviceId: name, cells, sentinel: null }));
  return { plan: { cells: PLANNED, devices: plans }, devices, cells: CELLS };
}

/** A night of so many executions after many like it. */
function judged(executions: number): JudgedNights {
  const nights = Array.from({ length: 10 }, (_, tickMs) => ({ tickMs, underTest: 'v2' }));
  return { nights, table: { executions: nights.map(() => executions) }, again: [] } as unknown as JudgedNights;
}

/** A large change: three observations, twelve executions. */
const plan = planConfirmation(0.001, 20, 24);
const rematch = (members: [string, number][]): Rematch => ({
  ...{ kind: 'series', key: 'x', metric: 'energy', direction: 1, former: 'v1', present: 'v2', sd: 0.01 },
  members: members.map(([device, index]) => ({ device, cell: cellOf(device, index) })),
  ...{ ...plan, looks: [...plan.looks], boundaries: [...plan.boundaries] },
});
const siblings = (found: Rematch[]) => found.map(({ sibling }) => sibling?.device ?? null);
const ALL = { 'nano-1': [0, 1, 2, 3], 'nano-2': [0, 1, 2, 3], 'nano-3': [0, 1, 2, 3] };

it('measures the same cells on another device of the class', () => {
  const [found] = addSiblings(
    [
      {
        rematch: rematch([
          ['nano-1', 0],
          ['nano-1', 1],
        ]),
        score: 5,
      },
    ],
    judged(1000),
    choice(ALL),
  );
  expect(found!.sibling).toEqual({
    device: 'nano-2',
    members: [
      { device: 'nano-2', cell: cellOf('nano-2', 0) },
      { device: 'nano-2', cell: cellOf('nano-2', 1) },
    ],
  });
});

it('spreads them over the siblings that there are', () => {
  const chosen = [0, 1, 0].map((index) => ({ rematch: rematch([['nano-1', index]]), score: 5 }));
  expect(siblings(addSiblings(chosen, judged(1000), choice(ALL)))).toEqual(['nano-2', 'nano-3', 'nano-2']);
});

it.each<[string, [string, number][], SiblingChoice]>([
  ['which the file measures on no other device', [['nano-1', 0]], choice({ 'nano-1': [0, 2], 'orin-1': [0, 2] })],
  [
    'of which a sibling measures a part only',
    [
      ['nano-1', 0],
      ['nano-1', 1],
    ],
    choice({ ...ALL, 'nano-2': [0, 2], 'nano-3': [1, 3] }),
  ],
  [
    'which moved on several devices',
    [
      ['nano-1', 0],
      ['nano-2', 0],
    ],
    choice(ALL),
  ],
  [
    'whose siblings are away',
    [['nano-1', 0]],
    choice(
      ALL,
      DEVICES.map((name) => ({ ...deviceOf(name), availability: 'offline' })),
    ),
  ],
])('leaves out what has no sibling: cells %s', (_, members, of) => {
  expect(siblings(addSiblings([{ rematch: rematch(members), score: 5 }], judged(1000), of))).toEqual([null]);
});

it('leaves the share of executions to the devices themselves, and to the most certain first', () => {
  const of = (executions: number, score: number) => {
    const chosen = [0, 1].map((index) => ({ rematch: rematch([['nano-1', index]]), score }));
    return siblings(addSiblings(chosen, judged(executions), choice(ALL)));
  };
  // Five nights of 5 % are saved up: 24 executions for the devices themselves, then 12 for each sibling.
  expect(of((24 + 24) / 0.25, 3.8)).toEqual(['nano-2', 'nano-3']);
  expect(of((24 + 12) / 0.25, 3.8)).toEqual(['nano-2', null]);
  expect(of((24 + 8) / 0.25, 3.8)).toEqual([null, null]);
  // What is certain may borrow as much again.
  expect(of((24 + 12) / 0.5, 5)).toEqual(['nano-2', null]);
});
