import { runToEnd } from '../steps/run-to-end';
import { varianceOfMean } from './autocorrelation';
import { commonMovement } from './common-movement';
import { FlagMemory } from './flag-memory';
import { flagThreshold, HOLD_FROM } from './flag-threshold';
import type { NightSeries } from './night-series';
import { innovationsOf, nightScatter, type NightScatter } from './night-scatter';
import { layOutRows, type RowLayout } from './row-layout';
import { SeriesBook } from './series-book';
import { scatterScore } from './scatter-score';
import { isDriftWindow, MeanVariances, shiftScore, type ShiftScore } from './shift-score';

/** A series, or several that may move together, that look different from their reference tonight. */
export interface Flag extends ShiftScore {
  kind: 'series' | 'group' | 'device';
  /** The row in the judge: what `settle` takes. */
  row: number;
  key: string;
  metric: string;
  /** Series that it is about. */
  members: readonly number[];
}

export interface NightVerdict {
  flags: Flag[];
  /** How far each device's night is off its reference, by metric, a logarithm. */
  devices: { device: string; metric: string; shift: number }[];
  /** Series whose nights scatter more than they used to, reported once. */
  unsteady: { row: number; score: number }[];
}

/**
 * What became of a flag. `went_away`: measured again, former and present did not differ. `confirmed`: it is a finding, and is not flagged
 * again. `accepted`: so many of the last nights are the reference from now on.
 */
export type Settlement = { kind: 'went_away' | 'confirmed' } | { kind: 'accepted'; nights: number };

/** What a night says of a row. */
export interface NightStanding {
  /** With the device's movement taken off, and that movement. */
  value: number;
  moved: number;
  /** The reference, and how far 95 of 100 nights are off it at most when nothing changes. */
  reference: number;
  reach: number;
}

export interface JudgeOptions {
  /** Expected flags of a night in which nothing changed. */
  flagsPerNight: number;
  seed: number | string;
}

/** Standard deviations from the mean within which 95 of 100 values lie. */
const WITHIN_95 = 1.96;

/** Nights before anything is judged, of all series. */
export const LEARNING_NIGHTS = 21;
const SCATTER_EVERY = 7;
const THRESHOLD_EVERY = 56;
/** How much the threshold rises with each flag that went away; it falls as much for each that was expected. */
const CAUTION = 0.01;
const MAX_CAUTION = 1;
/** Scores of scatter: twice over this a series is unsteady, until it falls below the other. */
const UNSTEADY = 3;
const CALM_SCATTER = 1;

/**
 * Stage one of a night's judgement: which series look different. Give it the values of one night after the other; settle what it flags. It
 * computes the same from the same nights and settlements, so nothing of it needs to be stored.
 */
export class NightJudge {
  private readonly rows: RowLayout;
  private readonly book: SeriesBook;
  private readonly memory: FlagMemory;
  private readonly scores: ShiftScore[];
  /** A finding is open: not flagged again, and held. */
  private readonly open: Uint8Array;
  private readonly sd: Float64Array;
  private readonly pools: (RowLayout['pools'][number] & { variances: MeanVariances; threshold: number })[];
  private readonly poolOfRow: Int32Array;
  private readonly isUnsteady: Uint8Array;
  /** The last night in which there was a value, by row. */
  private readonly measuredIn: Int32Array;
  /** What the thresholds are raised by, because more went away than expected: the fleet is less quiet than its simulation. */
  private caution = 0;
  private night = 0;

  constructor(
    private readonly series: readonly NightSeries[],
    private readonly options: JudgeOptions,
  ) {
    this.rows = layOutRows(series);
    const { size, pools } = this.rows;
    this.book = new SeriesBook(size);
    this.memory = new FlagMemory(size);
    this.scores = Array<ShiftScore>(size).fill({ z: 0, window: 0, shift: 0 });
    this.open = new Uint8Array(size);
    this.sd = new Float64Array(size);
    this.isUnsteady = new Uint8Array(series.length);
    this.measuredIn = new Int32Array(size);
    this.poolOfRow = new Int32Array(size);
    this.pools = pools.map((pool) => ({ ...pool, variances: new MeanVariances(0), threshold: Infinity }));
    pools.forEach(({ rows }, pool) => rows.forEach((row) => (this.poolOfRow[row] = pool)));
  }

  /** @param values of tonight, one of each series (`nightValue`), NaN where it is missing. */
  judge(values: ArrayLike<number>): NightVerdict {
    return runToEnd(this.judgeInSteps(values));
  }

  /** As `judge`; yields in between. */
  *judgeInSteps(values: ArrayLike<number>): Generator<undefined, NightVerdict> {
    this.night++;
    const devices = this.addSeries(values);
    this.addGroups(values);
    this.caution = Math.max(0, this.caution - CAUTION * this.options.flagsPerNight);
    if (this.night >= LEARNING_NIGHTS) yield* this.refresh();
    const flags = this.night >= LEARNING_NIGHTS ? this.flag() : [];
    const unsteady = this.night >= LEARNING_NIGHTS ? this.findUnsteady() : [];
    return { flags, devices, unsteady };
  }

  /** What was found out about a flag, or decided about a finding. A flag that is not settled is raised again the next night. */
  settle(flag: Pick<Flag, 'row' | 'members'>, settlement: Settlement): void {
    if (settlement.kind === 'went_away') return this.letGo(flag.row);
    for (const row of new Set([flag.row, ...flag.members])) {
      this.open[row] = settlement.kind === 'confirmed' ? 1 : 0;
      if (settlement.kind === 'accepted') this.book.accept(row, settlement.nights);
    }
  }

  /** Former and present measured alike: a slow drift that they share is where the next one is counted from. */
  private letGo(row: number): void {
    const { z, window } = this.scores[row]!;
    this.memory.wentAway(row, Math.abs(z));
    if (isDriftWindow(window)) this.book.moveAnchor(row);
    this.caution = Math.min(MAX_CAUTION, this.caution + CAUTION);
  }

  /** How certain it is that a row is off its reference, in standard errors, as of the last night in which it was measured. */
  certainty(row: number): number {
    return Math.abs(this.scores[row]!.z);
  }

  /** How far a row is off its reference tonight, a logarithm; null: it was not measured. */
  deviation(row: number): number | null {
    if (this.measuredIn[row] !== this.night) return null;
    return this.book.recentAt(row, 0) - this.book.referenceMean(row);
  }

  /** What tonight says of a row, in logarithms; NaN where it was not measured, or is not judged yet. */
  standing(row: number): NightStanding {
    const measured = this.measuredIn[row] === this.night;
    const lane = this.rows.laneOf(row);
    const { sd, referenceNights, rho } = this.sensitivity(row);
    const spread = sd > 0 && referenceNights > 0 ? sd * Math.sqrt(1 + varianceOfMean(referenceNights, rho)) : NaN;
    return {
      value: measured ? this.book.latest(row) : NaN,
      moved: measured && lane !== null ? this.book.latest(lane) : NaN,
      reference: Number.isNaN(spread) ? NaN : this.book.referenceLevel(row),
      reach: WITHIN_95 * spread,
    };
  }

  /** All rows, with what they are about. */
  rowNames(): (Pick<Flag, 'key' | 'metric' | 'kind' | 'members'> & { row: number; sentinel: boolean })[] {
    return Array.from({ length: this.rows.size }, (_, row) => {
      const { kind, ...name } = this.rows.describe(row);
      return { ...name, row, kind: kind === 'sentinel' ? 'series' : kind, sentinel: kind === 'sentinel' };
    });
  }

  membersOf(row: number): readonly number[] {
    return this.rows.describe(row).members;
  }

  /** The row that a flag is about; null: there is none. */
  rowOf(name: Pick<Flag, 'kind' | 'key' | 'metric'>): number | null {
    return this.rows.find(name);
  }

  /** Series that are judged and are no finding, suspicious ones among them. */
  judgedRows(): number[] {
    return this.series.flatMap(({ sentinel }, row) => {
      return sentinel || this.open[row] === 1 || this.scores[row]!.window === 0 ? [] : [row];
    });
  }

  /** Whether a series would be flagged, had its last nights been shifted. Changes nothing. */
  wouldFlag(row: number, injected: { shift: number; nights: number }): boolean {
    const { variances, threshold } = this.pools[this.poolOfRow[row]!]!;
    const { z } = shiftScore(this.book.shadow(row, injected), 0, this.sd[row]!, variances);
    return Math.abs(z) >= threshold + this.caution;
  }

  /** What is needed to say what a series would show: see `detectableShift`. */
  sensitivity(row: number): { sd: number; referenceNights: number; threshold: number; rho: number } {
    const { threshold, variances } = this.pools[this.poolOfRow[row]!]!;
    const referenceNights = this.book.referenceNights(row);
    return { sd: this.sd[row]!, referenceNights, threshold: threshold + this.caution, rho: variances.rho };
  }

  /** Takes the common movement of each device off its series. */
  private addSeries(values: ArrayLike<number>): NightVerdict['devices'] {
    return this.rows.lanes.map(({ row: laneRow, device, metric, sentinels, siblings }) => {
      const off = (rows: readonly number[]): number[] =>
        rows.flatMap((row) => (Number.isNaN(values[row]!) ? [] : [this.book.deviation(row, values[row]!)]));
      const measured = { sentinels: off(sentinels), siblings: off(siblings) };
      const shift = commonMovement(measured, this.sd[siblings[0] ?? sentinels[0]!]! || Infinity);
      for (const row of [...sentinels, ...siblings]) this.add(row, values[row]! - shift);
      const count = measured.sentinels.length + measured.siblings.length;
      this.add(laneRow, count > 0 ? shift : NaN);
      return { device, metric, shift };
    });
  }

  private findUnsteady(): NightVerdict['unsteady'] {
    return this.series.flatMap((_, row) => {
      const score = scatterScore(this.book, row, this.sd[row]!);
      if (score < CALM_SCATTER) this.isUnsteady[row] = 0;
      if (score < UNSTEADY || this.isUnsteady[row] === 1) return [];
      this.isUnsteady[row] = 1;
      return [{ row, score }];
    });
  }

  private addGroups(values: ArrayLike<number>): void {
    for (const { row, members } of this.rows.groups) {
      let [sum, count, known] = [0, 0, 0];
      for (const member of members) {
        if (this.book.isKnown(member)) known++;
        if (Number.isNaN(values[member]!)) continue;
        sum += this.book.recentAt(member, 0) - this.book.referenceMean(member);
        count++;
      }
      this.add(row, count * 2 > known ? sum / count : NaN);
    }
  }

  private add(row: number, value: number): void {
    if (Number.isNaN(value)) return;
    this.measuredIn[row] = this.night;
    this.book.add(row, value, this.open[row] === 1 || Math.abs(this.scores[row]!.z) >= HOLD_FROM);
  }

  private *refresh(): Generator<undefined, void> {
    const since = this.night - LEARNING_NIGHTS;
    if (since % SCATTER_EVERY !== 0) return;
    for (const pool of this.pools) {
      const rows = pool.rows.filter((row) => this.book.isKnown(row));
      const scatter = nightScatter(this.book, rows);
      rows.forEach((row, i) => (this.sd[row] = scatter.sd[i]!));
      pool.variances = new MeanVariances(scatter.rho);
      if (since % THRESHOLD_EVERY !== 0) continue;
      const ofSeries = this.pools.find(({ kind, metric }) => kind === 'series' && metric === pool.metric);
      pool.threshold =
        pool.kind === 'series' ? yield* this.thresholdOf(rows, pool.metric, scatter) : ofSeries!.threshold;
    }
  }

  /** Of the rows that are known by now, so that series which join later change nothing of what was judged before. */
  private *thresholdOf(rows: readonly number[], metric: string, { rho }: NightScatter) {
    const quiet = { rho, innovations: innovationsOf(this.book, rows, this.sd, rho) };
    const { seed, flagsPerNight } = this.options;
    return yield* flagThreshold(this.knownRows(), flagsPerNight, quiet, `${seed}|${metric}|${this.night}`);
  }

  private knownRows(): number {
    let known = 0;
    for (let row = 0; row < this.rows.size; row++) if (this.book.isKnown(row)) known++;
    return known;
  }

  private flag(): Flag[] {
    const flags: Flag[] = [];
    for (const pool of this.pools) {
      for (const row of pool.rows) {
        if (this.measuredIn[row] !== this.night) continue;
        const score = shiftScore(this.book, row, this.sd[row]!, pool.variances);
        this.scores[row] = score;
        if (this.open[row] === 1 || !this.memory.isNew(row, Math.abs(score.z), pool.threshold + this.caution)) continue;
        const { kind, key, metric, members } = this.rows.describe(row);
        if (kind !== 'sentinel') flags.push({ kind, row, key, metric, members, ...score });
      }
    }
    return flags;
  }
}
