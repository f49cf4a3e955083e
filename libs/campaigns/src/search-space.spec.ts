import { parseCampaignFile, type CampaignSpec } from '@joulefleet/contracts';
import { runToEnd, type Cell, type SweepPlan } from '@joulefleet/core';
import { searchSpace, sizeOfSearches, trialsOnDevices } from './search-space';

function spec(strategy: string): CampaignSpec {
  const parsed = parseCampaignFile(`name: x\nworkloads: [alexnet]\nrepetitions: 10\nstrategy: ${strategy}\n`, 'x');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
}

const cell = (key: string, workload = 'alexnet', deviceClass = 'jetson-nano'): Cell =>
  ({ cellKey: key, deviceClass, levels: { workload, command: null } }) as unknown as Cell;

const planned = (device: string, cells: Cell[]): SweepPlan['perDevice'][number] => ({
  ...{ device, deviceClass: 'jetson-nano', cells, sentinel: null, notes: [] },
});

const many = Array.from({ length: 100 }, (_, index) => cell(`c${index}`));

it('lets a search choose what each device with some of its cells offers, and says what it leaves out', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((key) => cell(key));
  const space = runToEnd(
    searchSpace([planned('one', [a!, b!, c!]), planned('two', [a!, b!]), planned('three', [cell('r', 'resnet18')])]),
  );
  expect(space.searches.map(({ devices, cells }) => [devices, cells.map(({ cellKey }) => cellKey)])).toEqual([
    [
      ['one', 'two'],
      ['a', 'b'],
    ],
    [['three'], ['r']],
  ]);
  expect(space.perDevice.map(({ cells }) => cells.length)).toEqual([2, 2, 1]);
  expect(space.perDevice[0]!.notes).toEqual([
    '1 cells are not searched: another device of the class does not offer them',
  ]);
  expect(space.devicesOf.get('a')).toEqual(['one', 'two']);
  expect(space.devicesOf.has('c')).toBe(false);
});

it('says the most trials that searches take, checks and confirmations included, beside the sweep', () => {
  const { searches } = runToEnd(searchSpace([planned('one', many), planned('two', many)]));
  expect(sizeOfSearches(spec('search'), searches)).toMatchObject({
    searches: 1,
    cells: 100,
    sweepTrials: 1000,
    trials: 63,
  });
  expect(sizeOfSearches(spec('{ name: search, method: gradient }'), searches)).toMatchObject({
    trials: null,
    maxDeviceS: null,
  });
  expect(sizeOfSearches(spec('{ name: search, maxDeviceMinutes: 30 }'), searches)).toMatchObject({ maxDeviceS: 1800 });
  const few = spec('{ name: search, maxTrials: 20, checkCells: 1, confirmTrials: 0 }');
  expect(sizeOfSearches(few, searches)).toMatchObject({ trials: 21 });
  const checks = spec('{ name: search, maxTrials: 20, checkCells: 100, confirmTrials: 0 }');
  const small = runToEnd(searchSpace([planned('one', many.slice(0, 4))])).searches;
  expect(sizeOfSearches(checks, small)).toMatchObject({ cells: 4, trials: 24 });
  expect(trialsOnDevices(few, searches)).toEqual(
    new Map([
      ['one', 11],
      ['two', 10],
    ]),
  );
});
