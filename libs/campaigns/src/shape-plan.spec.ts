import type { CampaignPlan } from './plan-campaign';
import { narrowPlan } from './shape-plan';

const cell = (cellKey: string) => ({ cellKey, deviceClass: 'jetson-nano', levels: {} });
const view = (device: string) => ({
  device,
  deviceClass: 'jetson-nano',
  cells: 3,
  trials: 6,
  conditions: [],
  notes: [],
});
const PLAN = {
  spec: { repetitions: 2, sentinel: null },
  cells: [cell('a'), cell('b'), cell('c'), cell('s')],
  devices: [
    { deviceId: '1', name: 'nano-1', cells: [0, 1, 2], sentinel: 3 },
    { deviceId: '2', name: 'nano-2', cells: [0, 1, 2], sentinel: null },
  ],
  selected: [{ name: 'nano-1' }, { name: 'nano-2' }],
  view: { devices: [view('nano-1'), view('nano-2')], cells: 6, trials: 12, warnings: [] },
} as unknown as CampaignPlan;

it('keeps cells on the devices that are asked for, sentinels with them, and counts anew', () => {
  const narrow = narrowPlan(PLAN, ({ cellKey }, device) => device === 'nano-1' && cellKey !== 'b');
  expect(narrow.cells.map(({ cellKey }) => cellKey)).toEqual(['a', 'c', 's']);
  expect(narrow.devices).toEqual([{ deviceId: '1', name: 'nano-1', cells: [0, 1], sentinel: 2 }]);
  expect(narrow.selected.map(({ name }) => name)).toEqual(['nano-1']);
  expect(narrow.view).toMatchObject({ cells: 2, trials: 4, devices: [{ device: 'nano-1', cells: 2, trials: 4 }] });
});
