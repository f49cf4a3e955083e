import type { TraceBody, TrialBody, TrialSpec } from '@joulefleet/contracts';
import { cyclePeriod, encodeTrace, MAX_CHUNK_SAMPLES, planPeriod, seededRandom } from '@joulefleet/core';
import type { LightBoard } from './light-board';

/** Of the agent's `sampling_plan.py`. */
const DITHER_SHARES = [0.6, 1.4] as const;
const UNSTEADY_CV = 0.03;
/** Clocks that no kernel counts are looked at this often. */
const CLOCK_POLL_INTERVAL_US = 1_000_000;

type SamplingSpec = TrialSpec['sampling'];

/** A clock reading of a board whose kernel counts none. */
export interface ClockReading {
  tUs: number;
  cpuKhz: readonly number[];
  gpuHz: number;
}

/** The agent's sampler on virtual time: it has the board live from one reading of the rails to the next. */
export class LightSampler {
  readonly looks: ClockReading[] = [];
  /** How the inference window is sampled; null: dithered. */
  periodUs: number | null;
  private readonly tUs: number[] = [];
  private readonly powerMw: number[][];
  private readonly uniform: () => number;
  private dueUs: number;

  constructor(
    private readonly light: LightBoard,
    private readonly sampling: SamplingSpec,
  ) {
    const random = seededRandom(sampling.seed);
    const [low, high] = DITHER_SHARES;
    this.uniform = () => this.meanUs * (low + (high - low) * random());
    this.periodUs = this.firstPeriodUs();
    this.powerMw = light.board.board.rails.map(() => []);
    this.dueUs = this.after(light.board.nowUs);
  }

  /** Plans the period of the window by the durations of the warm-up's batches. */
  plan(batchesUs: readonly number[], areClocksSteady: boolean): NonNullable<TrialBody['sampling']> {
    const { mode } = this.sampling;
    if (mode !== 'batch-aware') return { mode, periodUs: this.periodUs };
    if (this.periodUs !== null) return { mode: 'cycle', periodUs: this.periodUs };
    const batchUs = areClocksSteady ? steadyBatchUs(batchesUs) : null;
    if (batchUs !== null) this.periodUs = planPeriod(batchUs, this.meanUs);
    return { mode: batchUs === null ? 'dither' : mode, periodUs: this.periodUs };
  }

  /** Has the board live until the next reading, until `limitUs` or until its work is done, whichever is first. */
  step(limitUs = Infinity): void {
    const { board } = this.light;
    board.advanceTo(Math.min(limitUs, Math.round(this.dueUs)));
    if (board.nowUs < Math.round(this.dueUs)) return;
    this.take(board.nowUs);
    this.dueUs = this.after(this.dueUs);
  }

  /** Has the board live until `untilUs`. */
  runUntil(untilUs: number): void {
    while (this.light.board.nowUs < untilUs) this.step(untilUs);
  }

  /** What was read, in trace codec 1. */
  chunks(): Omit<TraceBody, 'trialId' | 'attempt'>[] {
    const rails = this.light.board.board.rails.map(({ label }) => label);
    const count = Math.ceil(this.tUs.length / MAX_CHUNK_SAMPLES);
    return Array.from({ length: count }, (_, chunk) => {
      const part = [chunk * MAX_CHUNK_SAMPLES, (chunk + 1) * MAX_CHUNK_SAMPLES] as const;
      const powerMw = this.powerMw.map((column) => column.slice(...part));
      return { chunk, ...encodeTrace({ rails, tUs: this.tUs.slice(...part), powerMw }), codec: 1 as const, rails };
    });
  }

  private take(nowUs: number): void {
    this.tUs.push(Math.max(0, nowUs - this.light.averagingUs));
    this.light.readMw().forEach((powerMw, rail) => this.powerMw[rail]!.push(powerMw));
    if (!this.light.layout.countsClocks && nowUs >= (this.looks.at(-1)?.tUs ?? -Infinity) + CLOCK_POLL_INTERVAL_US) {
      const { cpu, gpu } = this.light.point();
      this.looks.push({ tUs: nowUs, cpuKhz: cpu.map(({ curKhz }) => curKhz), gpuHz: gpu!.curHz });
    }
  }

  /** Null: dithered. */
  private firstPeriodUs(): number | null {
    const { mode } = this.sampling;
    if (mode === 'fixed') return this.meanUs;
    return mode === 'batch-aware' ? cyclePeriod(this.light.averagingUs, this.meanUs) : null;
  }

  private after(dueUs: number): number {
    return dueUs + (this.periodUs ?? this.uniform());
  }

  private get meanUs(): number {
    return this.sampling.periodMs * 1000;
  }
}

/** Mean of the batches but the first, which is cold; null while it is not known to 3 %. */
function steadyBatchUs([, ...batchesUs]: readonly number[]): number | null {
  if (batchesUs.length < 2) return null;
  const mean = batchesUs.reduce((sum, us) => sum + us, 0) / batchesUs.length;
  const variance = batchesUs.reduce((sum, us) => sum + (us - mean) ** 2, 0) / (batchesUs.length - 1);
  return mean > 0 && Math.sqrt(variance) <= UNSTEADY_CV * mean ? mean : null;
}
