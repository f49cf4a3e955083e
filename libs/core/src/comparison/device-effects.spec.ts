import { normalDeviate, seededRandom } from '../random';
import { runToEnd } from '../steps/run-to-end';
import { NO_EVIDENCE } from '../trust/cell-evidence';
import { drawnRows, type DrawnCell } from '../views/fixtures/drawn-rows';
import { deviceEffects } from './device-effects';

/** Log effects of the devices, and of a device on a single cell (standard deviation). */
interface Truth {
  effects: Record<string, number>;
  interaction?: number;
  cells?: number;
  /** Cells of each device; left out: all. */
  measured?: (device: string, cell: number) => boolean;
  seed?: number;
  absoluteShare?: number;
}

/** The rows of a campaign with these effects; keys of cells are the same on every device. */
function rowsOf({ effects, interaction = 0, cells = 12, measured = () => true, seed = 1, absoluteShare = 0 }: Truth) {
  const random = seededRandom(seed);
  const drawn = Object.entries(effects).flatMap(([device, effect]) =>
    Array.from({ length: cells }, (_, place) => ({ device, effect, place })).filter((each) =>
      measured(each.device, each.place),
    ),
  );
  const list = drawn.map(({ device, effect, place }): DrawnCell & { device: string; place: number } => ({
    ...{ device, place, levels: { gpuHz: (place + 1) * 1e8 }, durationMs: 20_000 },
    ...{
      cellKey: `cell ${place}`,
      powerMw: 4000 * (1 + place / 5) * Math.exp(effect + interaction * normalDeviate(random)),
    },
  }));
  return drawnRows(list, { scatter: 0.004, seed: seed + 1000, absoluteShare, evidence: NO_EVIDENCE });
}

const effectsOf = (truth: Truth) => runToEnd(deviceEffects(rowsOf(truth)));
const FOUR = { 'orin-1': 0, 'orin-2': Math.log(1.041), 'orin-3': 0, 'orin-4': 0 };

test('finds the device that draws more than its siblings', () => {
  const [found] = effectsOf({ effects: FOUR }).classes;
  expect(found).toMatchObject({ deviceClass: 'jetson-nano', cells: 12, lowGrades: 48 });
  const orin2 = found!.devices[1]!;
  expect(orin2).toMatchObject({
    device: 'orin-2',
    siblings: 3,
    significant: true,
    cells: 12,
  });
  expect(orin2.effectPct.estimate).toBeCloseTo(4.1, 0);
  expect(orin2.effectPct.low).toBeLessThan(4.1);
  expect(orin2.effectPct.high).toBeGreaterThan(4.1);
  expect(orin2.effectPct.high - orin2.effectPct.low).toBeLessThan(1.2);
});

test('says whether the difference is beyond what sensors may be off', () => {
  const beyond = (absoluteShare: number) => effectsOf({ effects: FOUR, absoluteShare }).classes[0]!.devices[1]!;
  expect(beyond(0.01)).toMatchObject({ significant: true, beyondSensors: true });
  const lost = beyond(0.05);
  expect(lost).toMatchObject({ significant: true, beyondSensors: false });
  expect(lost.withSensorsPct.low).toBeLessThan(0);
});

test('intervals cover the truth, with and without a device that differs from cell to cell', () => {
  for (const interaction of [0, 0.02]) {
    const tries = 200;
    let [covered, rejected] = [0, 0];
    for (let seed = 0; seed < tries; seed++) {
      const effects = { a: 0.03, b: 0, c: 0 };
      const { devices } = effectsOf({ effects, interaction, cells: 6, seed }).classes[0]!;
      const { low, high } = devices[0]!.effectPct;
      const truth = 100 * (Math.exp(0.03) - 1);
      covered += Number(low <= truth && truth <= high);
      const equal = effectsOf({ effects: { a: 0, b: 0, c: 0 }, interaction, cells: 6, seed }).classes[0]!.devices;
      rejected += Number(equal.some(({ significant }) => significant));
    }
    expect(covered / tries).toBeGreaterThan(0.925);
    expect(covered / tries).toBeLessThan(0.975);
    expect(rejected / tries).toBeLessThan(0.08);
  }
});

test('does not take cells that only some devices measured for an effect', () => {
  const measured = (device: string, cell: number) => (device === 'a' ? cell < 8 : cell > 3);
  const { classes } = effectsOf({ effects: { a: 0.05, b: 0 }, measured });
  expect(classes).toMatchObject([{ cells: 4, devices: [{ cells: 4 }, { cells: 4 }] }]);
  expect(classes[0]!.devices[0]!.effectPct.estimate).toBeCloseTo(5.1, 0);
});

test('devices that share no cell are not compared', () => {
  const halves = (device: string, cell: number) => (device < 'c' ? cell < 6 : cell >= 6);
  const { classes } = effectsOf({ effects: { a: 0.05, b: 0, c: 0, d: 0.02 }, measured: halves });
  expect(classes.map(({ devices }) => devices.map(({ device }) => device))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  const apart = effectsOf({ effects: { a: 0, b: 0 }, measured: (device, cell) => (device === 'a') === cell < 6 });
  expect(apart).toEqual({
    classes: [],
    none: [{ deviceClass: 'jetson-nano', devices: ['a', 'b'], reason: 'no_common_cells' }],
  });
});

test('one common cell is not enough, many devices are not solved, and one has no siblings', () => {
  expect(effectsOf({ effects: { a: 0, b: 0 }, cells: 1 }).none).toMatchObject([{ reason: 'too_few_cells' }]);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`board-${i}`, 0]));
  expect(effectsOf({ effects: many, cells: 2 }).none).toMatchObject([{ reason: 'too_many_devices' }]);
  expect(effectsOf({ effects: { a: 0 } })).toEqual({ classes: [], none: [] });
});
