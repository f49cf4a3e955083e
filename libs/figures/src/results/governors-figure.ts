import type { GovernorEffectView } from '@joulefleet/contracts';
import { describeSetting, describeWork, formatFrequency } from '@joulefleet/core';
import { intervalBars } from '../charts/interval-bars';
import { formatInterval } from '../text/within';
import { energyText } from './point-text';
import { noteOf, type ResultFigure } from './result-figure';

type Point = GovernorEffectView['points'][number];

const KEY =
  'Ratios are over the governors that the device has by itself. At the top: share of time at the highest clock that the governor might use.';

/** Energy per inference under each setting of the governors, the least first. */
export function governorsFigure(effect: GovernorEffectView, simulated: boolean): ResultFigure {
  const { device, batchSize, unit, points } = effect;
  const title = `${device}, ${describeWork(effect)}, batch ${batchSize}`;
  const svg = intervalBars(
    { title: `Governors: ${title}`, note: noteOf(simulated) },
    `energy per ${unit}, mJ`,
    points.map(({ levels, energyMj }) => ({ name: describeSetting(levels), ...energyMj })),
  );
  const table = {
    columns: [
      'governors',
      'trials',
      `energy, mJ/${unit}`,
      'energy ratio',
      'time ratio',
      'power ratio',
      'at the top',
      'grade',
      '',
    ],
    numeric: [1, 2, 3, 4, 5],
    rows: points.map((point) => [
      ...[describeSetting(point.levels), String(point.trials), energyText(point)],
      ...[point.energyRatio, point.timeRatio, point.powerRatio].map((ratio) =>
        point.isDefault ? '1' : formatInterval(ratio),
      ),
      ...[topText(point), point.grade, markOf(point, effect)],
    ]),
  };
  const caption = `Energy per ${unit} under each setting of the governors: ${title}, with 95 % intervals. ${summaryOf(effect)}`;
  return { kind: 'figure', title, caption, key: KEY, svg, table };
}

function summaryOf({ points }: GovernorEffectView): string {
  const [least] = points;
  if (!least) return '';
  const others = points.filter((point) => point !== least && point.mayBeBest).length;
  const more = others === 0 ? '' : ` ${others} more may be as good by their intervals.`;
  if (least.isDefault) return `The device's own take the least.${more}`;
  const ratio = formatInterval(least.energyRatio);
  return `The least estimate is that of ${describeSetting(least.levels)}: ${ratio} times the energy of the device's own.${more}`;
}

function markOf(point: Point, { points }: GovernorEffectView): string {
  const rank = points.every(({ rankable }) => rankable) ? 'least energy' : 'least estimate';
  const marks = [point.isDefault && "the device's own", point === points[0] ? rank : point.mayBeBest && 'may be best'];
  return marks.filter((mark) => mark !== false).join(', ');
}

/** `CPU 89 % of 1479 MHz, GPU 83 % of 921.6 MHz`; of several CPU policies the first. */
export function topText({ clocks }: Pick<Point, 'clocks'>): string {
  const firsts = ['cpu', 'gpu'].flatMap((domain) => clocks.find(({ clock }) => clock === domain) ?? []);
  return firsts
    .map(
      ({ clock, topHz, topSharePct }) =>
        `${clock.toUpperCase()} ${topSharePct.toFixed(0)} % of ${formatFrequency(topHz)}`,
    )
    .join(', ');
}
