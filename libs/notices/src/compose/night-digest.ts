import type { NightChange, NightChanges, NightDigest, NightView } from '@joulefleet/contracts';

/** Changes that a digest lists; further ones are counted. */
export const MAX_LISTED = 20;

/** All nights judged, or why they could not be. */
export type Judged = { changes: NightChanges } | { failure: string };

/** What a night changed. */
export function digestNight(night: NightView, judged: Judged): NightDigest {
  const { schedule } = night;
  const nothing = { changes: [], more: 0, open: { worse: 0, better: 0, acknowledged: 0 }, suspected: 0, learning: 0 };
  if ('failure' in judged) {
    return { kind: 'night', schedule, simulated: false, night, ...nothing, notJudged: judged.failure };
  }
  const { changes, simulated, learning } = judged.changes;
  const decided = changes
    .filter((change) => isNews(change) && change.decided?.at === night.due.at)
    .sort(byDirectionAndSize);
  return {
    ...{ kind: 'night', schedule, simulated, night, notJudged: null, learning },
    ...{ changes: decided.slice(0, MAX_LISTED), more: Math.max(0, decided.length - MAX_LISTED) },
    ...{ open: countOpen(changes), suspected: changes.filter(({ state }) => state === 'suspected').length },
  };
}

/** Whether there is something to say: a change, or a night that is not complete though it should be. */
export function hasNews({ night, changes, notJudged }: NightDigest): boolean {
  return changes.length > 0 || notJudged !== null || night.outcome === 'failed' || night.outcome === 'incomplete';
}

export function isNews({ state }: Pick<NightChange, 'state'>): boolean {
  return state === 'confirmed' || state === 'fixed';
}

export function countOpen(changes: readonly NightChange[]): NightDigest['open'] {
  const open = changes.filter(({ state }) => state === 'confirmed');
  const worse = open.filter(({ changePct }) => changePct > 0).length;
  const acknowledged = open.filter((change) => change.acknowledged).length;
  return { worse, better: open.length - worse, acknowledged };
}

/** What became worse first, then what became better, the largest first; what is fixed last. */
export function byDirectionAndSize(a: NightChange, b: NightChange): number {
  const rank = ({ state, changePct }: NightChange): number => (state === 'fixed' ? 2 : changePct > 0 ? 0 : 1);
  return rank(a) - rank(b) || Math.abs(b.changePct) - Math.abs(a.changePct);
}
