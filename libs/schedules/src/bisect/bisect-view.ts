import type { NightBisect, NightChange } from '@joulefleet/contracts';
import { logAsPct, normalQuantile, type StepPlace } from '@joulefleet/core';
import type { BisectRound, StoredBisect } from '@joulefleet/store';
import { changeId } from '../changes/change-id';

const INTERVAL_DEVIATES = normalQuantile(0.975);

export function bisectView(bisect: StoredBisect): NightBisect {
  const { id, by, startedMs, endedMs, versions, range, rounds, campaign, measured, outcome, detail } = bisect;
  const at = (place: number): string => versions[place]!;
  return {
    id,
    change: changeId(bisect),
    by,
    startedAt: new Date(startedMs).toISOString(),
    endedAt: endedMs === null ? null : new Date(endedMs).toISOString(),
    state: outcome ?? 'running',
    before: at(range.good),
    since: at(range.bad),
    between: versions.slice(range.good + 1, range.bad),
    skipped: range.skipped.map(at),
    ...sizeOf(bisect),
    rounds: rounds.map((round) => roundView(round, versions)),
    campaign: campaign?.id ?? null,
    measuring: measured.map(at),
    detail,
  };
}

function roundView({ campaignId, measured, judged }: BisectRound, versions: readonly string[]) {
  const { state, place } = judged;
  const at = (of: number): string => versions[measured[of]!]!;
  return {
    campaign: campaignId,
    versions: measured.map((_, of) => at(of)),
    state,
    before: place && at(place.before),
    since: place && at(place.since),
  };
}

/** Of the last round that saw it. */
function sizeOf({ rounds, test }: StoredBisect): Pick<NightBisect, 'changePct' | 'lowPct' | 'highPct'> {
  const place = lastPlace(rounds);
  if (!place) return { changePct: null, lowPct: null, highPct: null };
  const reach = INTERVAL_DEVIATES * place.standardError;
  const [shift, one, other] = [place.shift, place.shift - reach, place.shift + reach].map((each) =>
    logAsPct(test.direction * each),
  ) as [number, number, number];
  return { changePct: shift, lowPct: Math.min(one, other), highPct: Math.max(one, other) };
}

function lastPlace(rounds: readonly BisectRound[]): StepPlace | null {
  return rounds.findLast(({ judged }) => judged.place !== null)?.judged.place ?? null;
}

/** What the last of these that showed something has found; null: none has. */
export function narrowedBy(bisects: readonly StoredBisect[]): NightChange['narrowed'] {
  const last = bisects.findLast(({ outcome, rounds }) => outcome !== null && lastPlace(rounds) !== null);
  if (!last) return null;
  const { versions, range } = last;
  return { before: versions[range.good]!, since: versions[range.bad]!, between: range.bad - range.good - 1 };
}
