import type { OneSearchView, SearchCellView, SearchStepView, SearchTargetView } from '@joulefleet/contracts';
import { formatCount } from '../text/format-count';
import { shortId } from '../text/short-id';
import { formatInterval } from '../text/within';
import { variedLevels } from './varied-levels';

type Target = SearchTargetView;

const OBJECTIVES: Readonly<Record<Target['objective'], string>> = {
  energy: 'least energy',
  latency: 'least latency',
  edp: 'least energy-delay product',
  cost: 'least cost',
};

/** `least energy with a latency of at most 200 ms, within 1 % with 95 % probability, by steered`. */
export function describeTarget(target: Target): string {
  const { maxLatencyMs, maxPowerMw, maxEnergyMj, weight, marginPct, probabilityPct, method } = target;
  if (method === 'pareto')
    return `front of time and energy, all but ${marginPct} % of its hypervolume with ${probabilityPct} % probability, by pareto`;
  const limits = [
    ...(maxLatencyMs === null ? [] : [`a latency of at most ${maxLatencyMs} ms`]),
    ...(maxPowerMw === null ? [] : [`a power of at most ${maxPowerMw} mW`]),
    ...(maxEnergyMj === null ? [] : [`an energy of at most ${maxEnergyMj} mJ`]),
  ];
  const weighted = target.objective === 'cost' ? ` (energy weighs ${weight})` : '';
  const kept = limits.length > 0 ? ` with ${limits.join(' and ')}` : '';
  return `${OBJECTIVES[target.objective]}${weighted}${kept}, within ${marginPct} % with ${probabilityPct} % probability, by ${method}`;
}

/** `search of alexnet on jetson-nano`. */
export function searchTitle({ workload, deviceClass }: Pick<OneSearchView, 'workload' | 'deviceClass'>): string {
  return `search of ${workload} on ${deviceClass}`;
}

const PHASES: Readonly<Record<OneSearchView['phase'], string>> = {
  search: 'searching',
  check: 'checking cells that it did not choose',
  confirm: 'confirming by the protocol of the sweep',
  done: 'done',
};

/** `searching: 12 of at most 42 trials`; checks and confirmations do not count. */
export function describePhase({ phase, over, trials }: Pick<OneSearchView, 'phase' | 'over' | 'trials'>): string {
  const what = over && phase !== 'done' ? 'ended early' : PHASES[phase];
  const most = trials.most === null ? '' : ` of at most ${trials.most}`;
  return `${what}: ${trials.made}${most} trials`;
}

/** From what of earlier campaigns a search starts; null: from nothing. */
export function describeEarlier({ earlier, workload }: Pick<OneSearchView, 'earlier' | 'workload'>): string | null {
  if (earlier === null) return null;
  const { campaigns, cells, devices, starts } = earlier;
  const from = describeCampaigns(campaigns);
  if (cells > 0) {
    return `Starts from ${formatCount(cells, 'cell')} of ${workload} on ${listOf(devices)}, of ${from}.`;
  }
  const where = starts.length === 1 ? 'trial is at the cell that was' : 'trials are at the cells that were';
  return `No earlier campaign measured these cells of ${workload}: the first ${where} the best for other workloads, of ${from}.`;
}

/** `2 earlier campaigns (3f2a81c0, 9b1c77d2)`. */
export function describeCampaigns(ids: readonly string[]): string {
  const all = ids.map((id) => ({ id }));
  const shown = ids.map((id) => shortId(id, all)).join(', ');
  return `${formatCount(ids.length, 'earlier campaign')} (${shown})`;
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const PURPOSES: Readonly<Record<SearchStepView['purpose'], string>> = {
  start: 'to begin with',
  improve: 'may be better',
  repeat: 'to be surer',
  check: 'at random, as a check',
  confirm: 'to confirm',
};

/** Why a trial was proposed. */
export function describePurpose({ purpose }: Pick<SearchStepView, 'purpose'>): string {
  return PURPOSES[purpose];
}

export function cellOf({ cells }: Pick<OneSearchView, 'cells'>, cell: number | null): SearchCellView | null {
  return cells.find((each) => each.cell === cell) ?? null;
}

/** Mean cost of the trials of the reference; null: it was not measured, or there is none. */
export function referenceCost({ cells, steps }: Pick<OneSearchView, 'cells' | 'steps'>): number | null {
  const references = new Set(cells.flatMap(({ cell, isReference }) => (isReference ? [cell] : [])));
  const costs = steps.flatMap(({ cell, cost }) => (references.has(cell) && cost !== null ? [cost] : []));
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/** ` at batch size 8`: that of the reference, where cells of several are searched, and savings are those of clocks and batch together. */
export function referenceBatch({ cells, steps }: Pick<OneSearchView, 'cells' | 'steps'>): string {
  const sizes = new Set(cells.map(({ levels }) => levels['batchSize']));
  const measured = new Set(steps.map(({ cell }) => cell));
  const reference = cells.find(({ cell, isReference }) => isReference && measured.has(cell));
  return reference && sizes.size > 1 ? ` at batch size ${String(reference.levels['batchSize'])}` : '';
}

/** Below, a cell is given up. */
const MIN_PROBABILITY = 0.01;

/** Cells that may be the best, as is believed now; those that may be chosen, where a method believes nothing. The likeliest first. */
export function cellsThatMayBeBest({ cells }: Pick<OneSearchView, 'cells'>): SearchCellView[] {
  const feasible = cells.filter(({ isFeasible, isReference }) => isFeasible !== false && !isReference);
  const likely = feasible.filter(({ probability }) => probability >= MIN_PROBABILITY);
  return (likely.length > 0 ? likely : feasible).sort((a, b) => b.probability - a.probability);
}

/** What is known of the best cell, and how sure that is, a sentence each; at the end the reason of the verdict says how sure. */
export function describeCertainty(search: OneSearchView): string[] {
  const { verdict, over, target, confirmedSavingPct, checkErrorPct } = search;
  const best = cellOf(search, verdict.cell);
  const certain = `${(verdict.probability * 100).toFixed(1)} %`;
  const lines = best
    ? [
        `${over ? 'The best' : 'The best so far'} is ${variedLevels(search.cells).describe(best)}${costText(best, target)}.`,
        ...(over ? [] : [`Nothing is better by more than ${verdict.marginPct} % with a probability of ${certain}.`]),
      ]
    : [describeFront(search)];
  const saving = verdict.savingPct;
  const batch = referenceBatch(search);
  if (saving)
    lines.push(
      `It saves ${formatInterval(saving, '%')} against what the governors choose${batch}, by what is believed.`,
    );
  if (confirmedSavingPct)
    lines.push(
      `Measured by the protocol of the sweep, it saves ${formatInterval(confirmedSavingPct, '%')}${batch === '' ? '' : ` against the governors' choice${batch}`}.`,
    );
  if (checkErrorPct !== null)
    lines.push(
      `Cells that were measured at random are off what was believed of them by ${checkErrorPct.toFixed(1)} % in the mean.`,
    );
  if (search.online) lines.push(describeOnline(search.online));
  return lines;
}

/** `The front has 31 cells, from GPU 921.6 MHz, the fastest, to GPU 384 MHz, that of least energy.` */
function describeFront({ verdict: { front }, cells }: OneSearchView): string {
  const [fastest, least] = [front[0], front.at(-1)].map((cell) => cellOf({ cells }, cell ?? null));
  if (!fastest || !least) return 'No cell is known to be good.';
  const { describe } = variedLevels(cells);
  const ends = `from ${describe(fastest)}, the fastest, to ${describe(least)}, that of least energy`;
  return front.length === 1
    ? `The front has 1 cell: ${describe(fastest)}.`
    : `The front has ${front.length} cells, ${ends}.`;
}

/** `Conditions changed once. Since then, in 45 trials, the cells cost 2.1 % more than the best one in the mean; the last of them 0.4 %.` */
function describeOnline({ changes, trials, meanPct, recentPct }: NonNullable<OneSearchView['online']>): string {
  const often = changes === 1 ? 'once' : `${changes} times`;
  const [changed, since] =
    changes === 0 ? ['Conditions have not changed.', 'So far'] : [`Conditions changed ${often}.`, 'Since then'];
  if (meanPct === null || recentPct === null) return `${changed} ${since} no cell kept the limits.`;
  return `${changed} ${since}, in ${formatCount(trials, 'trial')}, the cells cost ${meanPct.toFixed(1)} % more than the best one in the mean, the last of them ${recentPct.toFixed(1)} %, by what is believed.`;
}

function costText({ cost, trials }: SearchCellView, { unit }: Target): string {
  return cost ? `: ${formatInterval(cost, unit)}, measured ${trials === 1 ? 'once' : `${trials} times`}` : '';
}

/** Device time in s that the search took, all phases together, and in percent of the sweep's; null: it is not known. */
export function timeTaken({ deviceS }: Pick<OneSearchView, 'deviceS'>): { usedS: number; ofSweepPct: number | null } {
  const usedS = (deviceS.search ?? 0) + (deviceS.check ?? 0) + (deviceS.confirm ?? 0);
  return { usedS, ofSweepPct: deviceS.sweep ? (usedS / deviceS.sweep) * 100 : null };
}
