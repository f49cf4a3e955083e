import {
  decideSearch,
  endSearch,
  type SearchDecision,
  type SearchEnd,
  type SearchTrial,
  type TrialPurpose,
} from '@joulefleet/core';
import { addCause } from './add-cause';
import type { GuidedSearch } from './guided-search';

/** Proposed but not settled on a device: one that it measures, and one that it goes on with without a pause. */
export const MAX_OPEN = 2;

/** A device that can work, and its trials of the campaign that are not settled. */
export interface FreeDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly open: number;
}

export interface ProposedTrial {
  /** Index among the campaign's cells. */
  readonly cell: number;
  readonly deviceId: string;
  readonly purpose: TrialPurpose;
}

export interface SearchProposals {
  readonly trials: readonly ProposedTrial[];
  /** How each search ended, in their order; null: one still runs. */
  readonly ends: readonly SearchEnd[] | null;
}

/**
 * What the searches of a campaign measure next, until each device has as much as it may have open. The device with the least gets the next
 * trial, of the search that it has worked for least. Pure: the same history gives the same proposals, in whatever order devices come. Yields often.
 *
 * @param history of all searches, in the order in which the trials were proposed.
 * @param left ids of devices that are retired: a search that has no other is stopped, if it has not come to its end.
 */
export function* proposeTrials(
  searches: readonly GuidedSearch[],
  devices: readonly FreeDevice[],
  history: readonly SearchTrial[],
  left: ReadonlySet<string>,
): Generator<void, SearchProposals> {
  const all = searches.map((search) => new RunningSearch(search, history, left));
  const running = all.filter(({ hasDevice }) => hasDevice);
  const rooms = devices.map((device) => ({ ...device })).sort(byName);
  const trials: ProposedTrial[] = [];
  for (;;) {
    const room = leastOpen(rooms);
    if (!room) break;
    const next = yield* nextFor(room.deviceId, running);
    if (next === null) {
      rooms.splice(rooms.indexOf(room), 1);
      continue;
    }
    trials.push(next);
    room.open++;
  }
  const isOver = trials.length === 0 && (yield* haveStopped(running));
  return { trials, ends: isOver ? yield* endsOf(all) : null };
}

function byName(a: FreeDevice, b: FreeDevice): number {
  return a.name < b.name ? -1 : 1;
}

function leastOpen<D extends FreeDevice>(devices: readonly D[]): D | undefined {
  const free = devices.filter(({ open }) => open < MAX_OPEN);
  return free.reduce<D | undefined>(
    (least, device) => (least && least.open <= device.open ? least : device),
    undefined,
  );
}

function* nextFor(deviceId: string, running: readonly RunningSearch[]): Generator<void, ProposedTrial | null> {
  const own = running.filter(({ search }) => search.deviceIds.includes(deviceId));
  const inTurn = own.map((search) => ({ search, done: search.trialsOn(deviceId) })).sort((a, b) => a.done - b.done);
  for (const { search } of inTurn) {
    const decision = yield* search.decide(deviceId);
    if (decision.kind === 'measure') return search.propose(decision.choice, deviceId);
  }
  return null;
}

/** Devices may all be busy or away: a search that waits for none of them is asked all the same. */
function* haveStopped(running: readonly RunningSearch[]): Generator<void, boolean> {
  for (const search of running) if (!(yield* search.hasStopped())) return false;
  return true;
}

/** How searches end that propose nothing more, in their order, whether they have come to their end or not. Yields often. */
export function* endSearches(
  searches: readonly GuidedSearch[],
  history: readonly SearchTrial[],
  left: ReadonlySet<string>,
): Generator<void, SearchEnd[]> {
  return yield* endsOf(searches.map((search) => new RunningSearch(search, history, left)));
}

function* endsOf(searches: readonly RunningSearch[]): Generator<void, SearchEnd[]> {
  const ends: SearchEnd[] = [];
  for (const search of searches) ends.push(yield* search.end());
  return ends;
}

/** A key that is no id of a device. */
const FOR_ALL = '';

/** A search whose history grows with what it proposes. */
class RunningSearch {
  readonly hasDevice: boolean;
  private readonly history: SearchTrial[];
  /** By id of the device; by nothing, one that holds for all. */
  private readonly decisions = new Map<string, SearchDecision>();

  constructor(
    readonly search: GuidedSearch,
    history: readonly SearchTrial[],
    left: ReadonlySet<string>,
  ) {
    this.hasDevice = search.deviceIds.some((id) => !left.has(id));
    const cells = new Set(search.problem.candidates.map(({ cell }) => cell));
    this.history = history.filter(({ cell }) => cells.has(cell));
  }

  trialsOn(deviceId: string): number {
    return this.history.filter((trial) => trial.deviceId === deviceId).length;
  }

  /** What comes next on a device, decided once for each history: whether something does is the same on all. */
  *decide(deviceId: string): Generator<void, SearchDecision> {
    const known = this.decisions.get(FOR_ALL) ?? this.decisions.get(deviceId);
    if (known) return known;
    const decision = yield* decideSearch(this.search.problem, this.history, deviceId);
    this.decisions.set(decision.kind === 'measure' ? deviceId : FOR_ALL, decision);
    return decision;
  }

  *hasStopped(): Generator<void, boolean> {
    return (yield* this.decide(this.search.deviceIds[0] ?? FOR_ALL)).kind === 'stop';
  }

  *end(): Generator<void, SearchEnd> {
    const known = this.decisions.get(FOR_ALL);
    if (known?.kind === 'stop') return { phase: 'done', verdict: known.verdict };
    const end = yield* endSearch(this.search.problem, this.history);
    return { ...end, verdict: addCause(end, this.hasDevice) };
  }

  propose({ cell, purpose }: Pick<ProposedTrial, 'cell' | 'purpose'>, deviceId: string): ProposedTrial {
    const proposed = { cell, deviceId, purpose };
    const unknown = { durationMs: NaN, energyMj: NaN, startedAtMs: NaN, deviceMs: NaN };
    this.history.push({ ...proposed, state: 'open', outOfMemory: false, ...unknown });
    this.decisions.clear();
    return proposed;
  }
}
