import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChangePoints } from '@joulefleet/core';
import { eDivisive } from './e-divisive';

const FIXTURES = join('test', 'fixtures', 'changepoints');
/** Values that a change point may be off by, and still count. */
const MARGIN = 2;
const TCPD = ['quality_control_1', 'quality_control_2', 'quality_control_3', 'well_log', 'bank'];
/** Read off by eye (README.md of the fixtures): 25, 67 to 70, 114. */
const ROBUST_SERIES = [25, 68, 114];
/** As the tests of Otava take them for this series. */
const TIGERBEETLE = { windowLength: 30, maxPValue: 0.01, minMagnitude: 0.05 };
const OTAVA_DEFAULTS = { windowLength: 50, maxPValue: 0.001, minMagnitude: 0 };

interface RealSeries {
  name: string;
  values: readonly number[];
  /** Change points as each annotator sees them. */
  annotators: readonly (readonly number[])[];
  otava: typeof OTAVA_DEFAULTS;
}

export interface RealScores {
  series: { name: string; ours: number; eDivisive: number }[];
  spikes: { ours: number; eDivisive: number };
}

/** F1 of the real series, and the steps that are called on the one that has spikes only. */
export function scoreRealSeries(): RealScores {
  const series = readSeries().map(({ name, values, annotators, otava }) => {
    const ours = findChangePoints(values, otava.minMagnitude).map(({ index }) => index);
    return { name, ours: f1Score(ours, annotators), eDivisive: f1Score(eDivisive(values, otava), annotators) };
  });
  const spikes = readFixture('ec2_cpu_utilization_24ae8d.csv').trim().split('\n').slice(1);
  const values = spikes.map((line) => Number(line.split(',')[1]));
  return {
    series,
    spikes: { ours: findChangePoints(values).length, eDivisive: eDivisive(values, OTAVA_DEFAULTS).length },
  };
}

function readSeries(): RealSeries[] {
  const annotations = JSON.parse(readFixture('annotations.json')) as Record<string, Record<string, number[]>>;
  const ofTcpd = TCPD.map((name) => {
    const { series } = JSON.parse(readFixture(`${name}.json`)) as { series: [{ raw: number[] }] };
    return { name, values: series[0].raw, annotators: Object.values(annotations[name]!), otava: OTAVA_DEFAULTS };
  });
  const tigerbeetle = JSON.parse(readFixture('tigerbeetle.json')) as Tigerbeetle;
  const robust = JSON.parse(readFixture('robust_series.json')) as number[];
  return [
    ...ofTcpd,
    {
      ...{ name: 'tigerbeetle', values: tigerbeetle.series, otava: TIGERBEETLE },
      annotators: [tigerbeetle.expected[0]!.change_points],
    },
    { name: 'robust_series', values: robust, annotators: [ROBUST_SERIES], otava: OTAVA_DEFAULTS },
  ];
}

interface Tigerbeetle {
  series: number[];
  expected: { change_points: number[] }[];
}

function readFixture(file: string): string {
  return readFileSync(join(FIXTURES, file), 'utf8');
}

/**
 * F1 of change points against several annotators (G. J. J. van den Burg, C. K. I. Williams, arXiv:2003.06222, section 4.2): precision against
 * all that any of them sees, recall as the mean over them. Index 0 is a change point of all, so that nothing found of nothing counts as right.
 */
function f1Score(found: readonly number[], annotators: readonly (readonly number[])[]): number {
  const ours = [0, ...found];
  const theirs = annotators.map((points) => [0, ...points]);
  const union = [...new Set(theirs.flat())];
  const precision = matches(union, ours) / ours.length;
  const recall = theirs.reduce((sum, points) => sum + matches(points, ours) / points.length, 0) / theirs.length;
  return (2 * precision * recall) / (precision + recall);
}

/** How many of the true points have a found one of their own within the margin. */
function matches(truth: readonly number[], found: readonly number[]): number {
  const left = new Set(found);
  return truth.filter((point) => {
    const near = [...left].filter((each) => Math.abs(each - point) <= MARGIN);
    const nearest = near.sort((a, b) => Math.abs(a - point) - Math.abs(b - point))[0];
    return nearest !== undefined && left.delete(nearest);
  }).length;
}
