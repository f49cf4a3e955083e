import { sampleMoments } from '../statistics/sample-moments';
import { alphaOfConfirmation } from './false-discoveries';
import { firstChangedNight } from './first-changed-night';
import { explains, groupFlags, type Suspicion } from './group-flags';
import { joinSuspicions } from './join-suspicions';
import { judgeNextNights, reachOfNights, type SeriesBefore } from './next-nights';
import { NightJudge, type Flag, type NightVerdict, type Settlement } from './night-judge';
import type { NightSeries } from './night-series';
import { isDriftWindow, reachOfFlag } from './shift-score';
import type { SiblingTurns } from './siblings';
import { SelfTestTally } from './self-test-tally';

export const CHANGE_STATES = ['suspected', 'confirmed', 'went_away', 'fixed', 'expected'] as const;

/**
 * What became of a change: `suspected` until it was measured again or the nights after it have decided, then `confirmed` or `went_away`.
 * `fixed`: it was confirmed, and later nights are as those before it again. `expected`: a person took it as the new reference.
 */
export type ChangeState = (typeof CHANGE_STATES)[number];

/** Former and present version, measured in turn in the night of the flag. */
export interface MeasuredAgain {
  outcome: 'differ' | 'alike';
  /** Present less former, a logarithm, and half of the width of its 95 % interval; null: an older version did not store it. */
  shift: number;
  reach: number | null;
  /** Null: it was measured on no sibling. */
  sibling: SiblingTurns | null;
}

/** What a flag is about, and the place of the night that raised it: no other flag has the same. */
export type ChangeName = Pick<Flag, 'kind' | 'key' | 'metric'> & { flaggedIn: number };

/** What a person decided about a change. */
export interface ChangeDecision {
  about: ChangeName;
  state: 'confirmed' | 'went_away' | 'expected';
}

/** Flags of one night that look like one change, and what was found out about it. */
export interface Change extends Suspicion {
  state: ChangeState;
  /** Places of nights: the first one that is off, as far as the window tells, the one in which it was flagged, and that of its state. */
  since: number;
  flaggedIn: number;
  decidedIn: number | null;
  /** In which it was confirmed, whatever came of it later; null: in none. */
  confirmedIn: number | null;
  /** How large it is, a logarithm: measured again, else by the nights after the flag, which was chosen for being large, else by the flag. */
  shift: number;
  /** Half of the width of the 95 % interval of that. */
  reach: number;
  /** Null: it was not. */
  measuredAgain: MeasuredAgain | null;
}

export interface HistoryOptions {
  /** Expected flags of a night in which nothing changed. */
  flagsPerNight: number;
  /** Share of nights in which a false change may be confirmed. */
  falseNights: number;
  seed: number | string;
  /** What was decided after the night at a place, and before the next one. */
  decisionsAfter?: (night: number) => readonly ChangeDecision[];
  /** What measuring again showed in the night that raised a flag; null: it was not done. */
  measuredAgain?: (about: ChangeName) => MeasuredAgain | null;
  /** Looks at the judge after each night. */
  observe?: (judge: NightJudge) => void;
}

/** All nights judged. */
export interface JudgedHistory {
  /** In the order in which they were flagged. */
  changes: readonly Change[];
  /** Of the last night; null without one. */
  last: NightVerdict | null;
  /** Series that became unsteady, and in which night. */
  unsteady: readonly { row: number; night: number }[];
  judge: NightJudge;
  selfTest: SelfTestTally;
  /** Levels of the confirmations, one-sided. */
  alphas: readonly number[];
}

/** So many nights in a row are back where they were: it is fixed. */
const FIXED_NIGHTS = 3;
/** A suspicion gives way to one that explains it, or that it explains, and is more certain by so many standard errors. */
const SURER_BY = 2;
/** Until so many nights after the flag the first night of a change may still be found to be another. */
const DATED_WITHIN = 3;

interface Followed {
  change: Change;
  before: SeriesBefore;
  alpha: number;
  /** Deviations of the nights after the flag, in its direction, and the places of these nights. */
  deviations: number[];
  places: number[];
  /** So many nights in a row, up to the last one, are back where they were. */
  nightsBack: number;
}

/**
 * Judges the nights of many series from the first to the last, as they would have been judged one by one. What is flagged has to be confirmed,
 * by measuring again or by the nights after it. The same nights, decisions and measurements give the same changes, so that only those have to be
 * stored; series that join later change nothing of what was judged before.
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
    yield* history.add(values);
    yield;
  }
  return history;
}

/** Level of the test of one suspicion of so many in a night; half of it where measuring again is a second chance to confirm. */
export function levelOfTest(
  { falseNights, flagsPerNight }: Pick<HistoryOptions, 'falseNights' | 'flagsPerNight'>,
  suspicions: number,
  chances: 1 | 2,
): number {
  return alphaOfConfirmation(falseNights, flagsPerNight, suspicions) / chances;
}

class History implements JudgedHistory {
  readonly changes: Change[] = [];
  readonly alphas: number[] = [];
  readonly unsteady: { row: number; night: number }[] = [];
  readonly judge: NightJudge;
  readonly selfTest: SelfTestTally;
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
    this.selfTest = new SelfTestTally(options.seed);
    this.measured = series.map(() => []);
  }

  *add(values: ArrayLike<number>): Generator<undefined, void> {
    this.night++;
    this.measured.forEach((places, row) => Number.isNaN(values[row]!) || places.push(this.night));
    this.last = yield* this.judge.judgeInSteps(values);
    for (const { row } of this.last.unsteady) this.unsteady.push({ row, night: this.night });
    for (const each of this.followed) this.follow(each);
    this.selfTest.addNight(this.judge, this.night);
    const fresh = this.last.flags.filter((flag) => this.explaining(flag).every((each) => this.givesWay(each, flag)));
    for (const flag of fresh) for (const each of this.explaining(flag)) this.settle(each, 'went_away');
    this.suspect(joinSuspicions(groupFlags(fresh, this.series), this.series));
    for (const decision of this.options.decisionsAfter?.(this.night) ?? []) this.obey(decision);
    this.options.observe?.(this.judge);
  }

  private explaining(flag: Flag): Followed[] {
    return [...this.followed].filter(({ change }) => change.heads.some((head) => explains(head, flag, this.series)));
  }

  /** A metric of a cell that was flagged by chance shall not hide what begins in another one, or in the whole group, before it has gone away. */
  private givesWay({ change }: Followed, { row, z }: Flag): boolean {
    if (change.state !== 'suspected' || change.flag.row === row) return false;
    return Math.abs(z) > this.judge.certainty(change.flag.row) + SURER_BY;
  }

  private suspect(suspicions: readonly Suspicion[]): void {
    for (const suspicion of suspicions) {
      const { flag } = suspicion;
      const { kind, key, metric, members } = flag;
      const measuredAgain = this.options.measuredAgain?.({ kind, key, metric, flaggedIn: this.night }) ?? null;
      const alpha = levelOfTest(this.options, suspicions.length, measuredAgain ? 2 : 1);
      const change: Change = {
        ...suspicion,
        ...{ state: 'suspected', since: this.nightsAgo(members, flag.window - 1) },
        ...{ flaggedIn: this.night, decidedIn: null, confirmedIn: null, measuredAgain },
        ...{ shift: flag.shift, reach: reachOfFlag(flag) },
      };
      this.changes.push(change);
      this.alphas.push(alpha * (measuredAgain ? 2 : 1));
      const followed = {
        change,
        before: this.judge.sensitivity(flag.row),
        alpha,
        deviations: [],
        places: [],
        nightsBack: 0,
      };
      this.followed.add(followed);
      if (measuredAgain?.outcome !== 'differ') continue;
      change.shift = measuredAgain.shift;
      change.reach = measuredAgain.reach ?? change.reach;
      this.settle(followed, 'confirmed');
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
    each.places.push(this.night);
    each.nightsBack = this.isBack(change) ? each.nightsBack + 1 : 0;
    if (change.state === 'confirmed') {
      if (deviations.length <= DATED_WITHIN && change.measuredAgain?.outcome !== 'differ') this.date(each);
      return this.lookWhetherFixed(each);
    }
    this.size(each, deviations);
    const state = judgeNextNights(each.before, deviations, each.alpha);
    if (state === 'confirmed') this.date(each);
    if (state !== 'undecided') this.settle(each, state);
  }

  /** What the nights after a flag have confirmed may have begun only after it. */
  private date(each: Followed): void {
    const { change, deviations, places } = each;
    const { window, shift, z } = change.flag;
    if (isDriftWindow(window)) return;
    const first = firstChangedNight({ mean: Math.sign(z) * shift, nights: window }, deviations);
    if (first === null) return;
    change.since = places[first]!;
    this.size(each, deviations.slice(first));
  }

  private size({ change, before }: Followed, deviations: readonly number[]): void {
    change.shift = Math.sign(change.flag.z) * sampleMoments(deviations).mean;
    change.reach = reachOfNights(before, deviations.length);
  }

  private lookWhetherFixed(each: Followed): void {
    if (each.nightsBack >= FIXED_NIGHTS) this.settle(each, 'fixed');
  }

  /** Whether all that a change is about is off by no more than half of it tonight. */
  private isBack({ flag, heads, shift }: Change): boolean {
    return heads.every((head) => {
      const size = Math.abs(head === flag ? shift : head.shift);
      return Math.sign(head.z) * (this.judge.deviation(head.row) ?? 0) <= size / 2;
    });
  }

  /** A decision about a change that is decided already, or that no night shows any more, has no effect. */
  private obey({ about, state }: ChangeDecision): void {
    for (const each of this.followed) {
      const { flag, flaggedIn } = each.change;
      if (flag.kind !== about.kind || flag.key !== about.key || flag.metric !== about.metric) continue;
      if (flaggedIn === about.flaggedIn && each.change.state !== state) this.settle(each, state);
    }
  }

  private settle(each: Followed, state: Exclude<ChangeState, 'suspected'>): void {
    const { change } = each;
    change.state = state;
    change.decidedIn = this.night;
    if (state === 'confirmed') change.confirmedIn = this.night;
    if (state === 'fixed') this.settleAll(change, { kind: 'accepted', nights: FIXED_NIGHTS });
    else if (state === 'expected') this.settleAll(change, { kind: 'accepted', nights: this.nightsOf(change) });
    else if (state === 'confirmed') this.settleAll(change, { kind: state });
    // Of several cells that were joined only one was looked into.
    else this.judge.settle(change.flag, { kind: state });
    if (state !== 'confirmed') this.followed.delete(each);
  }

  private settleAll({ heads }: Change, settlement: Settlement): void {
    for (const head of heads) this.judge.settle(head, settlement);
  }

  /** Nights since a change that measured what it is about. */
  private nightsOf({ flag: { members }, since }: Change): number {
    const places = this.measured[members[0]!] ?? [];
    return Math.max(1, places.filter((place) => place >= since).length);
  }
}
