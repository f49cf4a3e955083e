import type { Clocks, Phase, RailPowersMw } from '../physics';
import type { Assignment, Execution } from './execution';

/** How far an assignment has got: the batch, the phase within it and the fraction of that phase that is done. */
export class Progress {
  readonly batchUs: number[] = [];
  private readonly batches: number;
  private phaseIndex = 0;
  private phaseDone = 0;
  private factor: number;
  private batchStartUs: number;

  constructor(
    readonly execution: Execution,
    readonly assignment: Assignment,
    readonly startUs: number,
  ) {
    const { batchSize } = execution.options;
    this.batches = assignment.kind === 'load' ? 1 : Math.ceil(assignment.inferences / batchSize);
    this.factor = this.nextFactor();
    this.batchStartUs = startUs;
  }

  get finished(): boolean {
    return this.batchUs.length >= this.batches;
  }

  /** Whether the GPU computes just now. */
  get gpuBusy(): boolean {
    return this.assignment.kind === 'infer' && this.phaseIndex === 1;
  }

  /** Power in the phase now running, with this execution's factor, and the time it still takes at these clocks. */
  current(clocks: Clocks, dvfs: boolean): { powerMw: RailPowersMw; remainingUs: number } {
    const phase = this.phase(clocks, dvfs);
    return { powerMw: phase.powerMw, remainingUs: phase.durationUs * this.factor * Math.max(0, 1 - this.phaseDone) };
  }

  /** Works for `durationUs`; `ends` says that the phase is through. */
  advance(clocks: Clocks, dvfs: boolean, durationUs: number, nowUs: number, ends: boolean): void {
    const phases = this.phases(clocks, dvfs);
    if (!ends) {
      this.phaseDone += durationUs / ((phases[this.phaseIndex]?.durationUs ?? 0) * this.factor);
      return;
    }
    this.phaseDone = 0;
    this.phaseIndex++;
    if (this.phaseIndex < phases.length) return;
    this.phaseIndex = 0;
    this.batchUs.push(nowUs - this.batchStartUs);
    this.batchStartUs = nowUs;
    this.factor = this.nextFactor();
  }

  /** Whether the phase now running is the last one of the assignment. */
  isLastPhase(clocks: Clocks, dvfs: boolean): boolean {
    return this.batchUs.length === this.batches - 1 && this.phaseIndex === this.phases(clocks, dvfs).length - 1;
  }

  /** A time that the rest takes at least, unless clocks rise more than twofold. */
  shortestRestUs(clocks: Clocks, dvfs: boolean): number {
    const batchUs = this.phases(clocks, dvfs).reduce((sum, phase) => sum + phase.durationUs, 0) * this.factor;
    const wholeBatches = this.batches - this.batchUs.length - 1;
    return Math.max(this.current(clocks, dvfs).remainingUs, (batchUs * wholeBatches) / 2);
  }

  private phase(clocks: Clocks, dvfs: boolean): Phase {
    const phase = this.phases(clocks, dvfs)[this.phaseIndex];
    if (phase === undefined) throw new RangeError('the assignment is finished');
    return phase;
  }

  private phases(clocks: Clocks, dvfs: boolean): Phase[] {
    return this.execution.phasesAt(clocks, dvfs, this.batchSize());
  }

  /** Inferences in the batch now running; the last batch is the remainder. */
  private batchSize(): number | null {
    if (this.assignment.kind === 'load') return null;
    const { batchSize } = this.execution.options;
    return Math.min(batchSize, this.assignment.inferences - this.batchUs.length * batchSize);
  }

  private nextFactor(): number {
    return this.assignment.kind === 'load' ? this.execution.durationFactor : this.execution.batchFactor();
  }
}
