import type { PlanEstimateView } from '@joulefleet/contracts';
import { estimateSearch } from './estimate-search';

const interval = (estimate: number) => ({ estimate, low: estimate * 0.9, high: estimate * 1.1 });

function device(name: string, deviceClass: string, durationS: number | null): PlanEstimateView['devices'][number] {
  return {
    ...{ device: name, deviceClass, trials: 100, durationS: durationS === null ? null : interval(durationS) },
    energyJ: durationS === null ? null : interval(500),
    ...{
      source: 'device',
      cells: { device: 100, class: 0, model: 0, none: 0 },
      pace: 'device',
      waitsS: 50,
      waits: 'device',
    },
    ...{ queuedTrials: 0, queuedS: null },
  };
}

function sweep(...devices: PlanEstimateView['devices']): PlanEstimateView {
  return { devices, endS: null, durationS: null, energyJ: null, oneMore: [], leastTrials: false };
}

it('takes a search as its share of the sweep, and the sweep as that of one device of each class', () => {
  const given = sweep(device('a', 'nano', 1000), device('b', 'nano', 2000), device('c', 'orin', 600));
  const trials = new Map([
    ['a', 10],
    ['b', 10],
    ['c', 5],
  ]);
  const { estimate, sweepS } = estimateSearch(given, trials);
  expect(estimate.devices.map(({ durationS, trials: own }) => [own, durationS!.estimate])).toEqual([
    [10, 100],
    [10, 200],
    [5, 30],
  ]);
  expect(estimate.devices[0]!.waitsS).toBe(5);
  expect([estimate.endS!.estimate, estimate.durationS!.estimate, estimate.energyJ!.estimate]).toEqual([200, 330, 125]);
  expect(sweepS).toMatchObject({ estimate: 1600, low: 1440 });
});

it('claims nothing of what is not known', () => {
  const { estimate, sweepS } = estimateSearch(
    sweep(device('a', 'nano', null), device('c', 'orin', 600)),
    new Map([['c', 50]]),
  );
  expect(estimate).toMatchObject({ endS: null, durationS: { estimate: 300 } });
  expect(sweepS).toBeNull();
});
