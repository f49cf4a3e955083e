import type { Random } from '@joulefleet/core';
import { normalDeviate } from '@joulefleet/core';
import {
  batchPhases,
  loadPhases,
  RUN_TO_RUN,
  type Clocks,
  type GovernorOutcome,
  type Phase,
  type RunOptions,
} from '../physics';

/** Coefficient of variation of one batch's duration within a trial. */
const BATCH_JITTER = 0.005;
const LARGEST_DEVIATION = 3;

/** What a board is asked to do: initialise a model, or work off inferences in batches. */
export type Assignment = { kind: 'load' } | { kind: 'infer'; inferences: number };

/** One execution of a workload, from its load to its end, with what makes it differ from the next one. */
export class Execution {
  readonly powerFactor: number;
  readonly durationFactor: number;
  private readonly known = new Map<string, Phase[]>();
  /** The answer last given: clocks change far less often than phases are asked for. */
  private latest: { clocks: Clocks; dvfs: boolean; batchSize: number | null; phases: Phase[] } | undefined;
  private mean: { governed: GovernorOutcome; powerMw: number } | undefined;

  constructor(
    readonly options: RunOptions,
    private readonly random: Random,
    private readonly slowdown = 1,
  ) {
    this.powerFactor = 1 + RUN_TO_RUN.powerDeviation * this.deviate();
    this.durationFactor = 1 + RUN_TO_RUN.durationDeviation * this.deviate();
  }

  /** Factor on the duration of the next batch. */
  batchFactor(): number {
    return this.slowdown * this.durationFactor * (1 + BATCH_JITTER * this.deviate());
  }

  /** Phases at these clocks, without this execution's factors. `batchSize` null: those of the load. */
  phasesAt(clocks: Clocks, dvfs: boolean, batchSize: number | null): Phase[] {
    const { latest } = this;
    if (latest?.clocks === clocks && latest.batchSize === batchSize && latest.dvfs === dvfs) return latest.phases;
    const key = `${clocks.cpuKhz} ${clocks.gpuHz} ${dvfs} ${batchSize}`;
    const phases = this.known.get(key) ?? this.computePhases(clocks, dvfs, batchSize);
    this.known.set(key, phases);
    this.latest = { clocks, dvfs, batchSize, phases };
    return phases;
  }

  /** Mean total power of inference over all dwells of the governors, in mW: what the board warms up to. */
  meanPowerMw(governed: GovernorOutcome): number {
    if (this.mean?.governed !== governed) this.mean = { governed, powerMw: this.computeMeanMw(governed) };
    return this.mean.powerMw;
  }

  private computeMeanMw(governed: GovernorOutcome): number {
    return governed.dwells.reduce((sum, { clocks, share }) => {
      const phases = this.phasesAt(clocks, governed.dvfs, this.options.batchSize);
      const energy = phases.reduce((total, phase) => total + phase.durationUs * phase.powerMw.totalMw, 0);
      return sum + (share * energy) / phases.reduce((total, phase) => total + phase.durationUs, 0);
    }, 0);
  }

  private computePhases(clocks: Clocks, dvfs: boolean, batchSize: number | null): Phase[] {
    if (batchSize === null) return loadPhases(this.options, clocks, dvfs);
    return batchPhases({ ...this.options, batchSize }, clocks, dvfs);
  }

  private deviate(): number {
    return Math.max(-LARGEST_DEVIATION, Math.min(LARGEST_DEVIATION, normalDeviate(this.random)));
  }
}
