import type { ImplementationEffectView, ImplementationsView } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { formatCount, formatMeanEnergy, formatRatio, ratioGrade } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
import { INTERVALS, PER_INFERENCE, lines, viewPage, type ViewScreen, type ViewSection } from './view-page';

type Load = NonNullable<ImplementationEffectView['load']>;

const LEGEND = [
  `Ratios of energy and time (${PER_INFERENCE}) and of mean power to the control, which differs in this one thing. ${INTERVALS}`,
  'all clocks: geometric mean over the clocks that both have pinned, with the interval of its scatter over them.',
];
const AT = { dvfs: 'governors', optimum: 'each optimum' } as const;

/** Implementations against their controls. */
export function renderImplementations(view: ImplementationsView, screen: ViewScreen): string {
  return viewPage(
    view,
    view.effects.map((effect) => sectionOf(effect, screen)),
    LEGEND,
    screen,
  );
}

function sectionOf(effect: ImplementationEffectView, screen: ViewScreen): ViewSection {
  const { device, batchSize, factor, level, controlLevel, points, overall, load } = effect;
  const all = overall ? [['all clocks', formatCount(overall.cells, 'cell'), ...ratiosText(overall), '']] : [];
  const table = fitTable(
    ['at', 'trials', 'energy', 'time', 'power', 'grade'].map((title) => ({ title })),
    [...points.map((p) => [AT[p.at], `${p.trials} and ${p.controlTrials}`, ...ratiosText(p), ratioGrade(p)]), ...all],
    screen,
  );
  const what = `${nameOf(factor)} ${level} against ${controlLevel}`;
  return {
    title: `${device}: ${describeWork(effect)}, batch ${batchSize}: ${what}`,
    body: [table, ...(load ? loadBody(load, effect, screen) : [])],
  };
}

function ratiosText({
  energy,
  time,
  power,
}: Pick<ImplementationEffectView['points'][number], 'energy' | 'time' | 'power'>) {
  return [energy, time, power].map(formatRatio);
}

function nameOf(factor: string): string {
  return factor === 'graphMode' ? 'graph' : factor.replace('parameters.', '');
}

function loadBody(load: Load, { level, controlLevel }: ImplementationEffectView, screen: ViewScreen): string[] {
  const where = load.at === 'dvfs' ? 'under the governors' : 'at the clocks that are best for the control';
  const table = fitTable(
    [{ title: 'inferences', align: 'right' }, { title: level }, { title: controlLevel }, { title: 'ratio' }],
    load.cumulative.map(({ inferences, variantMj, controlMj, ratio }) => [
      String(inferences),
      formatMeanEnergy(variantMj),
      formatMeanEnergy(controlMj),
      formatRatio(ratio),
    ]),
    screen,
  );
  return [lines(`With loading, ${where}:`, screen), table, lines(crossoverText(load, { level, controlLevel }), screen)];
}

function crossoverText({ crossover }: Load, names: { level: string; controlLevel: string }): string {
  const { cheaper, inferences, low, high } = crossover;
  const name = cheaper === 'variant' ? names.level : names.controlLevel;
  if (inferences === null) {
    const sure = high === 0 ? '' : ', as far as the intervals show';
    return `${name} takes less from the first inference on${sure}.`;
  }
  const end = high === null ? 'no upper end: it may never pay off' : `to ${Math.ceil(high)}`;
  return `${name} has paid off after ${Math.ceil(inferences)} inferences [${Math.floor(low)} ${high === null ? 'and' : ''} ${end}].`.replace(
    / {2,}/g,
    ' ',
  );
}
