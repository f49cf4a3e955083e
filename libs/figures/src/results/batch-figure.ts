import type { BatchEffectView, ViewPoint } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { xyChart, type Series } from '../charts/xy-chart';
import { formatInterval } from '../text/within';
import { energyText, yOf } from './point-text';
import { noteOf, type ResultFigure } from './result-figure';

interface Line {
  name: string;
  dashed: boolean;
  points: readonly (ViewPoint & { energyRatio: ViewPoint['energyMj'] })[];
}

const NAMES = { dvfs: 'governors', 'joint optimum': 'clocks of the joint optimum', given: 'the clocks asked for' };

/** Energy per inference over the batch size: at the best clocks of each, at those of the joint optimum, and under the governors. */
export function batchFigure(effect: BatchEffectView, simulated: boolean): ResultFigure {
  const { unit } = effect;
  const title = `${effect.device}, ${describeWork(effect)}`;
  const lines: Line[] = [
    { name: 'best clocks of each batch size', dashed: false, points: effect.optima },
    ...effect.lines.map(({ at, points }) => ({ name: NAMES[at], dashed: at === 'dvfs', points })),
  ].filter(({ points }) => points.length > 0);
  const sizes = new Set(lines.flatMap(({ points }) => points.map(({ batchSize }) => batchSize)));
  const svg = xyChart({
    ...{ title: `Batch size: ${title}`, note: noteOf(simulated) },
    ...{ xTitle: 'batch size', yTitle: `energy per ${unit}, mJ`, levels: [...sizes].sort((a, b) => a - b) },
    series: lines.map(({ name, dashed, points }): Series => ({
      ...{ name, dashed, kind: 'line' },
      points: points.map((point) => ({ x: point.batchSize, ...yOf(point.energyMj) })),
    })),
  });
  const table = {
    columns: ['at', 'batch size', 'setting', `energy, mJ/${unit}`, 'energy ratio', 'latency, ms/batch', 'grade'],
    numeric: [1, 3, 4, 5],
    rows: lines.flatMap(({ name, points }) =>
      points.map((point) => [
        ...[name, String(point.batchSize), describeSetting(point.levels), energyText(point)],
        ...[formatInterval(point.energyRatio), formatInterval(point.batchMs), point.grade],
      ]),
    ),
  };
  const ratio = 'The energy ratio is over the least batch size; of the best clocks over the joint optimum.';
  const caption = `Energy per ${unit} by batch size: ${title}, with 95 % intervals. ${jointText(effect)} ${ratio}`;
  return { kind: 'figure', title, caption, svg, table };
}

function jointText({ joint, baseline, correctedSavingPct, savingPct, latencyRatio }: BatchEffectView): string {
  const name = joint.rankable ? 'The joint optimum' : `The least estimate, of grade ${joint.grade}, too low to rank,`;
  const what = `${name} is batch ${joint.batchSize} at ${describeSetting(joint.levels)}`;
  if (!baseline || !savingPct || !latencyRatio) return `${what}.`;
  const saving = correctedSavingPct
    ? formatInterval(correctedSavingPct, '%')
    : `${formatInterval(savingPct, '%')} (not corrected for the luck of the choice)`;
  return `${what}; it saves ${saving} of the energy that the governors take at batch ${baseline.batchSize}, and a batch takes ${formatInterval(latencyRatio)} times as long.`;
}
