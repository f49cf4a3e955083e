import type { ImplementationEffectView } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { xyChart, type Series } from '../charts/xy-chart';
import { formatInterval } from '../text/within';
import { noteOf, type ResultFigure } from './result-figure';

type Load = NonNullable<ImplementationEffectView['load']>;
type Energies = 'variantMj' | 'controlMj';

const MJ_PER_J = 1000;
const STEPS = 12;

/** Energy since the start of loading over the inferences, of an implementation and its control; null: no energy of loading is known of both. */
export function graphFigure(effect: ImplementationEffectView, simulated: boolean): ResultFigure | null {
  const { load, level, controlLevel, unit } = effect;
  if (!load) return null;
  const factor = effect.factor === 'graphMode' ? 'graph' : effect.factor.replace('parameters.', '');
  const title = `${effect.device}, ${describeWork(effect)}, batch ${effect.batchSize}: ${factor} ${level} against ${controlLevel}`;
  const most = Math.max(2 * (load.crossover.inferences ?? 0), STEPS * effect.batchSize);
  const svg = xyChart({
    ...{ title: `Energy since the start of loading: ${title}`, note: noteOf(simulated) },
    ...{ xTitle: `${unit}s`, yTitle: 'energy, J' },
    series: [
      lineOf(load, { name: `${factor} ${level}`, energies: 'variantMj', most }),
      lineOf(load, { name: `${factor} ${controlLevel}`, energies: 'controlMj', most }),
    ],
  });
  const table = {
    columns: [`${unit}s`, `${level}, J`, `${controlLevel}, J`, 'ratio'],
    numeric: [0, 1, 2, 3],
    rows: load.cumulative.map(({ inferences, variantMj, controlMj, ratio }) => [
      ...[String(inferences), joules(variantMj), joules(controlMj), formatInterval(ratio)],
    ]),
  };
  const where = load.at === 'dvfs' ? 'under the governors' : 'at the clocks that are best for the control';
  const caption = `Energy since the start of loading, ${where}: ${title}. ${crossoverText(load, effect)}`;
  return { kind: 'figure', title, caption, svg, table };
}

/** Loading, and then as much for each inference. */
function lineOf({ cumulative }: Load, line: { name: string; energies: Energies; most: number }): Series {
  const [first, last] = [cumulative[0]!, cumulative.at(-1)!];
  const loadMj = first[line.energies].estimate;
  const eachMj = (last[line.energies].estimate - loadMj) / (last.inferences - first.inferences);
  const points = Array.from({ length: STEPS + 1 }, (_, i) => {
    const x = (i * line.most) / STEPS;
    return { x, y: (loadMj + x * eachMj) / MJ_PER_J };
  });
  return { name: line.name, kind: 'line', points, dashed: line.energies === 'controlMj' };
}

function joules({ estimate, low, high }: Load['loadMj']): string {
  return formatInterval({ estimate: estimate / MJ_PER_J, low: low / MJ_PER_J, high: high / MJ_PER_J });
}

function crossoverText({ crossover }: Load, { level, controlLevel, unit }: ImplementationEffectView): string {
  const { cheaper, inferences, low, high } = crossover;
  const name = cheaper === 'variant' ? level : controlLevel;
  if (inferences === null) return `${name} takes less from the first ${unit} on.`;
  const end =
    high === null ? `${Math.floor(low)} or more: it may never be so` : `${Math.floor(low)} to ${Math.ceil(high)}`;
  return `${name} has paid off after ${Math.ceil(inferences)} ${unit}s (95 %: ${end}).`;
}
