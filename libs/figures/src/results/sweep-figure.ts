import { describeWork, formatFrequency, type ClockSweep, type Interval } from '@joulefleet/core';
import { xyChart, type Series } from '../charts/xy-chart';
import { formatInterval } from '../text/within';
import { energyText, powerText } from './point-text';
import { noteOf, type ResultFigure } from './result-figure';

type Point = ClockSweep['points'][number];

const SHOWN: readonly (readonly [string, (point: Point) => Interval])[] = [
  ['power', ({ powerMw }) => powerMw],
  ['latency', ({ batchMs }) => batchMs],
  ['energy', ({ energyMj }) => energyMj],
];

/** Power, latency and energy along one clock with the other one held. */
export function sweepFigure(sweep: ClockSweep, simulated = false): ResultFigure {
  const { device, batchSize, unit } = sweep;
  const [clock, other] = sweep.axis === 'gpu' ? ['GPU', 'CPU'] : ['CPU', 'GPU'];
  const title = `${device}, ${describeWork(sweep)}, batch ${batchSize}`;
  const held = typeof sweep.heldHz === 'number' ? formatFrequency(sweep.heldHz) : 'DVFS';
  const svg = xyChart({
    title: `Along the ${clock} clock: ${title}`,
    note: noteOf(simulated),
    xTitle: `${clock} clock, MHz`,
    yTitle: 'share of its highest, %',
    series: SHOWN.map(([name, of]) => seriesOf(name, sweep, of)),
  });
  const what = `Power, latency per batch and energy per ${unit} along the ${clock} clock with the ${other} at ${held}: ${title}, with 95 % intervals.`;
  const caption = [what, ...powerLine(sweep), plateauLine(sweep)].join(' ');
  const key = 'Each is drawn in percent of its highest.';
  return { kind: 'figure', title, caption, key, svg, table: tableOf(sweep, clock) };
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

function powerLine({ power }: ClockSweep): string[] {
  if (!power) return [];
  return [
    `Power rises by ${formatInterval(power.slope)} mW for each MHz; R² of a straight line ${power.r2.toFixed(3)}.`,
  ];
}

function plateauLine({ plateau }: ClockSweep): string {
  if (!plateau) return 'Latency falls up to the highest clock.';
  const sure = plateau.certain ? '' : ' significantly';
  return `From ${formatFrequency(plateau.fromHz)} on no higher clock shortens the latency by 2 % or more${sure}.`;
}

function tableOf({ points, unit }: ClockSweep, clock: string): ResultFigure['table'] {
  return {
    columns: [`${clock}, MHz`, 'power, W', 'latency, ms/batch', `energy, mJ/${unit}`, 'trials', 'grade'],
    numeric: [0, 1, 2, 3, 4],
    rows: points.map((point) => [
      String(Number((point.clockHz / 1e6).toPrecision(5))),
      powerText(point),
      formatInterval(point.batchMs),
      energyText(point),
      String(point.trials),
      point.grade,
    ]),
  };
}
