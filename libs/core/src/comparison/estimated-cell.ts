import { absoluteParts, relativeParts } from '../energy/budget-parts';
import { coverageHalfWidth95, type UncertaintyParts } from '../energy/coverage-factor';
import type { EarlyPhase } from '../energy/phase-figures';
import { NOT_STATED, sensorSpecOf, type SensorSpec } from '../energy/sensor-spec';
import type { FactorLevels } from '../factors/registry';
import { cellInterval, intervalOf, logFigure, type LogFigure } from '../statistics/cell-interval';
import type { Interval } from '../statistics/interval';
import { hasScatter } from '../statistics/has-scatter';
import { gradeFigure, type TrustGrade } from '../trust/trust-grade';
import type { DevicePools } from './device-pools';
import { summarisePhases } from './estimate-phases';
import type { LeastOfRow, RankedFigure } from './least-of-row';
import type { CellSummary, FilledCell, PhaseSummary, SystematicParts } from './measured-cell';
import { systematicParts } from './systematic-parts';

/**
 * A cell with its figures: as reported, and on the logarithmic scale, as ratios need them. Each is computed where it is asked for, because of thousands of
 * cells a view shows a few figures of a few.
 */
export class EstimatedCell implements CellSummary {
  /** Of its row; null: it has none yet. */
  leastOfRow: LeastOfRow<EstimatedCell> | null = null;
  private knownEnergy: LogFigure | undefined = undefined;
  private knownEnergyMj: Interval | undefined = undefined;
  private knownDurationMs: Interval | undefined = undefined;
  private knownPowerMw: Interval | undefined = undefined;
  private knownHasEarlyPhases: boolean | undefined = undefined;
  private knownGrade: TrustGrade | undefined = undefined;

  constructor(
    readonly cell: FilledCell,
    private readonly pools: DevicePools,
  ) {}

  get cellKey(): string {
    return this.cell.cellKey;
  }

  get levels(): FactorLevels {
    return this.cell.levels;
  }

  get trials(): number {
    return this.cell.digest.trials;
  }

  get mayBeOptimum(): boolean {
    return this.mayBeLeastBy('energy');
  }

  get mayBeFastest(): boolean {
    return this.mayBeLeastBy('duration');
  }

  get mayBeLeastPower(): boolean {
    return this.mayBeLeastBy('power');
  }

  get energy(): LogFigure {
    return (this.knownEnergy ??= logFigure(this.cell.digest.energy, this.pools.of('energy')));
  }

  get duration(): LogFigure {
    return logFigure(this.cell.digest.duration, this.pools.of('duration'));
  }

  get power(): LogFigure {
    return logFigure(this.cell.digest.power, this.pools.of('power'));
  }

  get energyMj(): Interval {
    return (this.knownEnergyMj ??= intervalOf(this.energy));
  }

  get durationMs(): Interval {
    return (this.knownDurationMs ??= intervalOf(this.duration));
  }

  get powerMw(): Interval {
    return (this.knownPowerMw ??= intervalOf(this.power));
  }

  get medianEnergyMj(): number {
    return this.cell.digest.energy.median;
  }

  get meanEnergyMj(): number {
    return this.cell.digest.energy.mean;
  }

  get energyCvPct(): number | null {
    return this.cell.digest.energy.cvPct;
  }

  get outliers(): number | null {
    return this.cell.digest.outliers;
  }

  get energyWithoutOutliersMj(): number | null {
    return this.cell.digest.energyWithoutOutliersMj;
  }

  get netEnergyMj(): Interval | null {
    const { netEnergy } = this.cell.digest;
    return netEnergy && cellInterval(netEnergy, this.pools.of('netEnergy'));
  }

  get absoluteUncertaintyMj(): number {
    return this.uncertaintyMj(absoluteParts(this.budgeted, this.sensor));
  }

  get relativeUncertaintyMj(): number {
    return this.uncertaintyMj(relativeParts(this.budgeted, this.sensor));
  }

  get systematic(): SystematicParts {
    return systematicParts(this.cell, this.budgeted);
  }

  /** Whether anything was read of loading or warming up. */
  get hasEarlyPhases(): boolean {
    return (this.knownHasEarlyPhases ??= Object.values(this.cell.digest.phases).some((phase) => phase !== null));
  }

  get phases(): Readonly<Record<EarlyPhase, PhaseSummary | null>> {
    return summarisePhases(this.cell.digest, this.pools);
  }

  get grade(): TrustGrade {
    return (this.knownGrade ??= this.graded());
  }

  /** All that is reported, computed: spreading the cell itself gives none of it. */
  toJSON(): CellSummary {
    const { cellKey, levels, trials, energyMj, absoluteUncertaintyMj, medianEnergyMj, meanEnergyMj, energyCvPct } =
      this;
    const { outliers, energyWithoutOutliersMj, mayBeOptimum, mayBeFastest, mayBeLeastPower, netEnergyMj } = this;
    const { relativeUncertaintyMj, systematic, durationMs, powerMw, phases, grade } = this;
    return {
      ...{ cellKey, levels, trials, energyMj, absoluteUncertaintyMj, medianEnergyMj, meanEnergyMj, energyCvPct },
      ...{ outliers, energyWithoutOutliersMj, mayBeOptimum, mayBeFastest, mayBeLeastPower, netEnergyMj },
      ...{ relativeUncertaintyMj, systematic, durationMs, powerMw, phases, grade },
    };
  }

  private mayBeLeastBy(figure: RankedFigure): boolean {
    return this.leastOfRow?.by(figure).has(this) ?? false;
  }

  private graded(): TrustGrade {
    const { rail, calibrationAgeDays, evidence, digest } = this.cell;
    const { estimate, high } = this.energyMj;
    return gradeFigure({
      trials: digest.trials,
      allEqual: digest.trials > 1 && !hasScatter(digest.energy.sdLog),
      evidence,
      calibrationAgeDays: calibrationAgeDays ?? null,
      repetitionPct: 100 * (high / estimate - 1),
      uncertaintyPct: (100 * this.absoluteUncertaintyMj) / estimate,
      shuntStated: (rail?.shuntMicroOhm ?? null) !== null,
      layout: rail?.layout ?? null,
    });
  }

  private get sensor(): SensorSpec {
    return sensorSpecOf(this.cell.rail ?? NOT_STATED);
  }

  /** Expanded relative uncertainties are those in the mean of the trials, repetition not included. */
  private get budgeted() {
    const { absoluteShare, relativeShare } = this.cell.digest;
    return { energyMj: this.energyMj.estimate, durationMs: this.durationMs.estimate, absoluteShare, relativeShare };
  }

  private uncertaintyMj({ rectangular, normal }: UncertaintyParts): number {
    const { standardError } = this.energy;
    return this.energyMj.estimate * coverageHalfWidth95({ rectangular, normal: [...normal, standardError] });
  }
}
