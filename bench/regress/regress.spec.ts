import { readFileSync } from 'node:fs';
import { derivedRandom } from '@joulefleet/core';
import { eDivisive } from './e-divisive';
import { holdoutNights } from './holdout-generator';
import { PLAIN_DETECTORS } from './plain-detectors';
import { scoreRealSeries } from './score-real-series';
import { shareFigure } from './share-figure';
import { simulateChanges } from './simulate-nights';
import { CELLS, EXECUTIONS, SERIES } from './simulated-fleet';
import { tuningNights } from './tuning-generator';

const tigerbeetle = JSON.parse(readFileSync('test/fixtures/changepoints/tigerbeetle.json', 'utf8')) as {
  series: number[];
  expected: { test: string; params: string; change_points: number[] }[];
};

const OTAVA = { windowLength: 30, maxPValue: 0.01, minMagnitude: 0.05 };

it.each(tigerbeetle.expected.filter(({ params }) => /max_pvalue=0\.0[15], min_magnitude=0\.05/.test(params)))(
  'finds what Apache Otava expects of itself: $test',
  ({ params, change_points: expected }) => {
    const maxPValue = Number(/max_pvalue=([\d.]+)/.exec(params)![1]);
    expect(eDivisive(tigerbeetle.series, { ...OTAVA, maxPValue })).toEqual(expected);
  },
);

it('finds the change points of real series within two values, and no step where there are spikes', () => {
  const { series, spikes } = scoreRealSeries();
  expect(series).toHaveLength(7);
  for (const { name, ours, eDivisive: theirs } of series) expect([name, ours >= theirs]).toEqual([name, true]);
  expect(spikes.ours).toBe(0);
});

it.each([
  ['tuning', tuningNights],
  ['holdout', holdoutNights],
] as const)('draws %s nights that shift with the version', (_name, nightsOf) => {
  const meanOf = (shift: number): number => {
    const { executions } = nightsOf(derivedRandom(1, 'nights')).next((i) => (i === CELLS[0] ? shift : 0));
    const ofCell = executions.subarray(CELLS[0]! * EXECUTIONS, (CELLS[0]! + 1) * EXECUTIONS);
    return ofCell.reduce((sum, each) => sum + each, 0) / EXECUTIONS;
  };
  expect(meanOf(0.5) - meanOf(0)).toBeCloseTo(0.5, 6);
  expect(CELLS).toHaveLength(72);
  expect(SERIES.filter(({ sentinel }) => sentinel)).toHaveLength(3);
});

it.each(Object.entries(PLAIN_DETECTORS))('finds steps of 40 %% with %s', (_name, make) => {
  const found = simulateChanges(
    { pct: 40 },
    tuningNights(derivedRandom(2, 'nights')),
    make(),
    derivedRandom(2, 'cells'),
    2,
  );
  expect(found.every((nights) => nights <= 7)).toBe(true);
});

it('refuses a share of nothing, and judges before it rounds', () => {
  const target = { of: 'value', bound: '<=', limit: 1 } as const;
  expect(() => shareFigure('n', { count: 0, of: 0 }, { count: 0, of: 1 }, null)).toThrow(RangeError);
  expect(shareFigure('n', { count: 100_001, of: 10_000_000 }, { count: 0, of: 1 }, target).holds).toBe(false);
});
