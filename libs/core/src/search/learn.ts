import { believedCosts, type Beliefs } from './beliefs';
import { recentTrials, trialsSinceChange } from './changed-conditions';
import { expectTrials, fitCellModel, type CellModel } from './model/cell-model';
import { condenseTrials } from './model/condense-trials';
import { powerFeatures, timeFeatures } from './model/physics-features';
import { randomOf, type SearchContext } from './search-context';

/** What a search has learnt: of all cells, and of those that may be the best. */
export interface Learnt {
  readonly cells: CellModel;
  readonly beliefs: Beliefs;
}

const known = new WeakMap<SearchContext, Learnt>();

/** Learns from what is measured, of which there must be one trial at least. The same context is learnt from once. */
export function* learn(context: SearchContext): Generator<void, Learnt> {
  const learnt = known.get(context) ?? (yield* learnAnew(context));
  known.set(context, learnt);
  return learnt;
}

function* learnAnew(context: SearchContext): Generator<void, Learnt> {
  const { space, condensedEarlier } = context;
  const online = isOnline(context);
  const measured = online ? recentTrials(context) : context.measured;
  const features = { time: timeFeatures(space), power: powerFeatures(space) };
  const input = { space, features, doubtsUnseenQuirks: online };
  const cells = yield* fitCellModel(input, condenseTrials(measured), condensedEarlier);
  return { cells, beliefs: yield* beliefsBy(context, cells) };
}

/** What would be believed if the open trials measured what is expected of them. */
export function* withOpenTrials(context: SearchContext, learnt: Learnt): Generator<void, Learnt> {
  if (context.open.length === 0) return learnt;
  const cells = expectTrials(
    learnt.cells,
    context.open.map(({ row }) => row),
  );
  yield;
  return { cells, beliefs: yield* beliefsBy(context, cells) };
}

function* beliefsBy(context: SearchContext, model: CellModel): Generator<void, Beliefs> {
  const { problem, excluded, reference } = context;
  const measured = new Set(context.measured.map(({ row }) => row));
  return yield* believedCosts({ problem, model, excluded, measured, reference }, randomOf(context, 'draws'));
}

/**
 * The contender of least expected cost among those that were measured and rather keep the limits than not; -1: there is none. Under changing
 * conditions those that were measured since the last change come first.
 */
export function winnerOf(beliefs: Beliefs, context: SearchContext, except = -1): number {
  const since = isOnline(context) ? leastMeasured(beliefs, trialsSinceChange(context), except) : -1;
  return since >= 0 ? since : leastMeasured(beliefs, context.measured, except);
}

function leastMeasured(
  { rows, costs, keeps }: Beliefs,
  measured: readonly { readonly row: number }[],
  except: number,
): number {
  const tried = new Set(measured.map(({ row }) => row));
  let winner = -1;
  for (let i = 0; i < rows.length; i++) {
    if (i === except || !tried.has(rows[i]!) || keeps[i]! < 0.5) continue;
    if (winner < 0 || costs[i]! < costs[winner]!) winner = i;
  }
  return winner;
}

function isOnline({ problem }: SearchContext): boolean {
  return problem.parameters.method === 'online';
}
