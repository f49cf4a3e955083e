import { sampleMoments } from '../statistics/sample-moments';
import { alphaOfConfirmation } from './false-discoveries';
import { explains, groupFlags, type Suspicion } from './group-flags';
import { judgeNextNights, type SeriesBefore } from './next-nights';
import { NightJudge, type NightVerdict } from './night-judge';
import type { NightSeries } from './night-series';

export const CHANGE_STATES = ['suspected', 'confirmed', 'went_away', 'fixed'] as const;

/**
 * What became of a change: `suspected` until the nights after it have decided, then `confirmed` or `went_away`. `fixed`: it was confirmed, and
 * later nights are as those before it again.
 */
export type ChangeState = (typeof CHANGE_STATES)[number];

/** Flags of one night that look like one change, and what the nights after them said of it. */
export interface Change extends Suspicion {
  state: ChangeState;
  /** Places of nights: the first one that is off, as far as the window tells, the one in which it was flagged, and that of its state. */
  since: number;
  flaggedIn: number;
  decidedIn: number | null;
  /** How large it is, a logarithm: by the nights after the flag, which was chosen for being large; by the flag before there are any. */
  shift: number;
}

export interface HistoryOptions {
  /** Expected flags of a night in which nothing changed. */
  flagsPerNight: number;
  /** Share of nights in which a false change may be confirmed. */
  falseNights: number;
  seed: number | string;
}

/** All nights judged. */
export interface JudgedHistory {
  /** In the order in which they were flagged. */
  changes: readonly Change[];
  /** Of the last night; null without one. */
  last: NightVerdict | null;
  judge: NightJudge;
  /** Levels of the confirmations, one-sided. */
  alphas: readonly number[];
}

/** So many nights in a row are back where they were: it is fixed. */
const FIXED_NIGHTS = 3;

interface Followed {
  change: Change;
  before: SeriesBefore;
  alpha: number;
  /** Deviations of the nights after the flag, in its direction. */
  deviations: number[];
}

/**
 * Judges the nights of many series from the first to the last, as they would have been judged one by one. What is flagged has to be confirmed
 * by the nights after it; nothing is measured for that. The same nights give the same changes, so nothing needs to be stored.
 *
 * @param nights of each the values of all series (`nightValue`), NaN where one is missing.
 */
export function* judgeHistory(
  series: readonly NightSeries[],
  nights: readonly ArrayLike<number>[],
  options: HistoryOptions,
): Generator<undefined, JudgedHistory> {
  const history = new History(series, options);
  for (const values of nights) {
    history.add(values);
    yield;
  }
  return history;
}

class History implements JudgedHistory {
  readonly changes: Change[] = [];
  readonly alphas: number[] = [];
  readonly judge: NightJudge;
  last: NightVerdict | null = null;
  private readonly followed = new Set<Followed>();
  /** Places of the nights in which a series was measured. */
  private readonly measured: number[][];
  private night = -1;

  constructor(
    private readonly series: readonly NightSeries[],
    private readonly options: HistoryOptions,
  ) {
    this.judge = new NightJudge(series, options);
    this.measured = series.map(() => []);
  }

  add(values: ArrayLike<number>): void {
    this.night++;
    this.measured.forEach((places, row) => Number.isNaN(values[row]!) || places.push(this.night));
    this.last = this.judge.judge(values);
    for (const each of this.followed) this.follow(each);
    const known = [...this.followed].map(({ change }) => change.flag);
    const fresh = this.last.flags.filter((flag) => !known.some((other) => explains(other, flag, this.series)));
    this.suspect(groupFlags(fresh, this.series));
  }

  private suspect(suspicions: readonly Suspicion[]): void {
    const { falseNights, flagsPerNight } = this.options;
    const alpha = alphaOfConfirmation(falseNights, flagsPerNight, suspicions.length);
    for (const suspicion of suspicions) {
      const { flag } = suspicion;
      const change: Change = {
        ...suspicion,
        ...{ state: 'suspected', since: this.nightsAgo(flag.members, flag.window - 1) },
        ...{ flaggedIn: this.night, decidedIn: null, shift: flag.shift },
      };
      this.changes.push(change);
      this.alphas.push(alpha);
      this.followed.add({ change, before: this.judge.sensitivity(flag.row), alpha, deviations: [] });
    }
  }

  /** The night in which a series was measured so many measured nights before tonight. */
  private nightsAgo([row]: readonly number[], back: number): number {
    const places = row === undefined ? [] : this.measured[row]!;
    return places.at(-1 - back) ?? places[0] ?? this.night;
  }

  private follow(each: Followed): void {
    const { change, deviations } = each;
    const deviation = this.judge.deviation(change.flag.row);
    if (deviation === null) return;
    deviations.push(Math.sign(change.flag.z) * deviation);
    if (change.state === 'confirmed') return this.lookWhetherFixed(each);
    change.shift = Math.sign(change.flag.z) * sampleMoments(deviations).mean;
    const state = judgeNextNights(each.before, deviations, each.alpha);
    if (state === 'undecided') return;
    this.decide(each, state);
    this.judge.settle(change.flag, { kind: state });
    if (state === 'went_away') this.followed.delete(each);
  }

  private lookWhetherFixed(each: Followed): void {
    const latest = each.deviations.slice(-FIXED_NIGHTS);
    if (latest.length < FIXED_NIGHTS || Math.max(...latest) > Math.abs(each.change.shift) / 2) return;
    this.decide(each, 'fixed');
    this.judge.settle(each.change.flag, { kind: 'accepted', nights: FIXED_NIGHTS });
    this.followed.delete(each);
  }

  private decide({ change }: Followed, state: ChangeState): void {
    change.state = state;
    change.decidedIn = this.night;
  }
}
