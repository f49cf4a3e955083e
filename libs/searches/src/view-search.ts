import type {
  OneSearchView,
  SearchCellView,
  SearchPointView,
  SearchTargetView,
  StoredSearchEnds,
} from '@joulefleet/contracts';
import {
  factorsOf,
  levelIn,
  viewSearch,
  type Level,
  type SearchParameters,
  type SearchTrial,
  type SearchView,
} from '@joulefleet/core';
import { addCause } from './add-cause';
import { storedEndOf } from './ended-searches';
import type { CellOfSearch, GuidedSearch } from './guided-search';

export interface CellWithKey extends CellOfSearch {
  readonly cellKey: string;
}

export interface NamedTrial extends SearchTrial {
  readonly trialId: string;
}

/** What a view of a search is made of. */
export interface SearchToView {
  readonly search: GuidedSearch;
  /** Of the whole campaign. */
  readonly cells: readonly CellWithKey[];
  /** Of this search. */
  readonly trials: readonly NamedTrial[];
  readonly nameOf: ReadonlyMap<string, string>;
  /** One of its devices at least is not retired. */
  readonly hasDevice: boolean;
  /** Its campaign has ended, or none of its devices is left. */
  readonly ended: boolean;
  /** What was stored when it ended; null: it has not, or an older version ended it. */
  readonly stored: StoredSearchEnds | null;
}

const UNITS: Readonly<Record<SearchTargetView['objective'], string>> = {
  energy: 'mJ',
  latency: 'ms',
  edp: 'mJ ms',
  cost: '',
};

/** A search as a client sees it. What was believed before is in `course`. Yields often. */
export function* viewOfSearch(of: SearchToView, course: readonly SearchPointView[]): Generator<void, OneSearchView> {
  const { search, trials, nameOf } = of;
  const end = storedEndOf(of.stored, search);
  const view = yield* viewSearch(search.problem, trials, end ?? undefined);
  const { deviceS } = view;
  const { margin, ...verdict } = end?.verdict ?? addCause(view, of.hasDevice);
  const version = end ? of.stored!.version : null;
  return {
    deviceClass: search.deviceClass,
    workload: search.workload,
    command: [...search.command],
    target: targetOf(search.problem.parameters),
    devices: search.deviceIds.map((id) => nameOf.get(id) ?? id).sort(),
    earlier: earlierView(search),
    phase: view.phase,
    over: view.phase === 'done' || of.ended,
    verdict: { ...verdict, front: [...verdict.front], marginPct: percent(margin), version },
    steps: view.steps.map(({ cell, deviceId, purpose, state, cost, deviceMs }, index) => ({
      trialId: trials[index]!.trialId,
      ...{ cell, device: nameOf.get(deviceId) ?? deviceId, purpose, state, cost: known(cost) },
      deviceS: deviceMs === null || Number.isNaN(deviceMs) ? null : deviceMs / 1000,
    })),
    cells: cellsOf(of, view),
    course: [...course],
    trials: { made: view.trials.made, most: known(view.trials.most) },
    deviceS: {
      search: known(deviceS.search),
      check: known(deviceS.check),
      confirm: known(deviceS.confirm),
      sweep: known(deviceS.sweep),
    },
    checkErrorPct: known(view.checkErrorPct),
    confirmedSavingPct: view.confirmedSavingPct,
    online: view.online,
  };
}

function earlierView({ earlierFrom, problem: { earlier } }: GuidedSearch): OneSearchView['earlier'] {
  if (!earlierFrom || !earlier) return null;
  const { campaigns, devices } = earlierFrom;
  const cells = new Set(earlier.cells.map(({ cell }) => cell)).size;
  return { campaigns: [...campaigns], cells, devices: [...devices], starts: [...earlier.starts] };
}

/** What was believed after the first trials. Yields often. */
export function* pointOfSearch(search: GuidedSearch, trials: readonly SearchTrial[]): Generator<void, SearchPointView> {
  const { verdict, beliefs } = yield* viewSearch(search.problem, trials);
  const { cell: best, probability } = verdict;
  const references = new Set(search.problem.candidates.flatMap(({ cell, isReference }) => (isReference ? [cell] : [])));
  const feasible = beliefs.filter(({ cell, isFeasible }) => isFeasible !== false && !references.has(cell));
  const likely = feasible.filter((belief) => belief.probability >= MIN_PROBABILITY);
  const mayBeBest = likely.length > 0 ? likely : feasible;
  return { trials: trials.length, mayBeBest: mayBeBest.length, best, probability };
}

/** Below, a cell is given up: one in a hundred. */
const MIN_PROBABILITY = 0.01;

function targetOf({ method, objective, margin, probability }: SearchParameters): SearchTargetView {
  const { name, ...rest } = objective;
  const certainty = { marginPct: percent(margin), probabilityPct: percent(probability) };
  return { method, objective: name, unit: UNITS[name], ...rest, ...certainty };
}

function cellsOf({ search, cells }: SearchToView, { beliefs }: SearchView): SearchCellView[] {
  const isReference = new Map(search.problem.candidates.map((candidate) => [candidate.cell, candidate.isReference]));
  return beliefs.map(({ cell, trials, cost, probability, isFeasible }) => {
    const { cellKey, graphMode, levels } = cells[cell]!;
    const about = { cell, cellKey, graphMode, levels: setLevels(levels), isReference: isReference.get(cell) ?? false };
    return { ...about, trials, cost, probability, isFeasible };
  });
}

function setLevels(levels: CellOfSearch['levels']): Record<string, NonNullable<Level>> {
  const set = factorsOf(levels).map((factor) => [factor.key, levelIn(levels, factor)] as const);
  return Object.fromEntries(set.filter(([, level]) => level !== null)) as Record<string, NonNullable<Level>>;
}

/** 0.01 as 1, without the noise of binary fractions. */
function percent(share: number): number {
  return Math.round(share * 1e6) / 1e4;
}

function known(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}
