import type { ComparisonRow } from '@joulefleet/contracts';
import { clockSweeps, formatFrequency, type ClockSweep, type Interval } from '@joulefleet/core';
import { xyChart, type Block, type Series } from '@joulefleet/figures';

type Figure = Extract<Block, { kind: 'figure' }>;
type Point = ClockSweep['points'][number];

const MIN_POINTS = 3;
const SHOWN: readonly (readonly [string, (point: Point) => Interval])[] = [
  ['power', ({ powerMw }) => powerMw],
  ['latency', ({ batchMs }) => batchMs],
  ['energy', ({ energyMj }) => energyMj],
];

/** Power, latency and energy along the GPU's clock with the CPU's held at its highest. */
export function sweepFigure(row: ComparisonRow, name: string): Figure[] {
  const sweeps = clockSweeps(row, 'gpu', 'top');
  const sweep = Array.isArray(sweeps) ? sweeps.find(({ points }) => points.length >= MIN_POINTS) : undefined;
  if (!sweep) return [];
  const held = typeof sweep.heldHz === 'number' ? formatFrequency(sweep.heldHz) : 'DVFS';
  const svg = xyChart({
    title: `Along the GPU clock: ${name}`,
    xTitle: 'GPU clock, MHz',
    yTitle: 'share of its highest, %',
    series: SHOWN.map(([title, of]) => seriesOf(title, sweep, of)),
  });
  const caption = `Power, latency per batch and energy per ${row.unit} along the GPU clock with the CPU at ${held}: ${name}, with 95 % intervals.`;
  return [
    {
      kind: 'figure',
      caption: [caption, ...powerText(sweep), plateauText(sweep)].join(' '),
      key: 'Each is drawn in percent of its highest.',
      svg,
      table: tableOf(sweep, row.unit),
    },
  ];
}

function seriesOf(name: string, { points }: ClockSweep, of: (point: Point) => Interval): Series {
  const highest = Math.max(...points.map((point) => of(point).estimate));
  const pct = (value: number): number => (100 * value) / highest;
  return {
    ...{ name, kind: 'line' },
    points: points.map((point) => {
      const { estimate, low, high } = of(point);
      return { x: point.clockHz / 1e6, y: pct(estimate), low: pct(low), high: pct(high) };
    }),
  };
}

function powerText({ power }: ClockSweep): string[] {
  if (!power) return [];
  return [
    `Power rises by ${figure(power.slope.estimate)} mW for each MHz; R² of a straight line ${power.r2.toFixed(3)}.`,
  ];
}

function plateauText({ plateau }: ClockSweep): string {
  if (!plateau) return 'Latency falls up to the highest clock.';
  const sure = plateau.certain ? '' : ' significantly';
  return `From ${formatFrequency(plateau.fromHz)} on no higher clock shortens the latency by 2 % or more${sure}.`;
}

function tableOf({ points }: ClockSweep, unit: string): Figure['table'] {
  return {
    columns: ['GPU, MHz', 'W', 'from', 'to', 'ms per batch', 'from', 'to', `mJ per ${unit}`, 'from', 'to', 'trials'],
    numeric: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    rows: points.map(({ clockHz, powerMw, batchMs, energyMj, trials }) => [
      figure(clockHz / 1e6),
      ...endsOf(powerMw, 1e3),
      ...endsOf(batchMs, 1),
      ...endsOf(energyMj, 1),
      String(trials),
    ]),
  };
}

function endsOf({ estimate, low, high }: Interval, divisor: number): string[] {
  return [estimate, low, high].map((value) => figure(value / divisor));
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
