import type { EarlyPhase, TrialPhases } from '../energy/phase-figures';
import type { RailSupply } from '../energy/sensor-spec';
import type { FactorLevels } from '../factors/registry';
import type { CellStatistics } from '../statistics/cell-statistics';
import type { Interval } from '../statistics/interval';
import type { CellEvidence } from '../trust/cell-evidence';
import type { TrustGrade } from '../trust/trust-grade';

/** What an accepted trial contributes. Uncertainties are expanded (k = 2). */
export interface AcceptedTrial {
  energyMj: number;
  /** Without what the device takes when it idles at the same operating point; null: that was not measured. */
  netEnergyMj: number | null;
  durationMs: number;
  meanPowerMw: number;
  /** Number of the block it was executed in. */
  block: number;
  absoluteUncertaintyMj: number;
  relativeUncertaintyMj: number;
  /** Loading and warming up; null or left out: judged by an older version. */
  phases?: TrialPhases | null;
}

/** A cell on one device. */
interface CellOnDevice {
  cellKey: string;
  device: string;
  deviceClass: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** What its workload counts, such as `token`; left out: inferences. */
  unit?: string;
  levels: FactorLevels;
  /** Supply and shunt of the total rail, as the board states them; left out: the usual ones are assumed. */
  rail?: RailSupply;
  /** Expanded uncertainty (k = 2) of the offset that a calibration leaves, in mW; left out: none was in force. */
  offsetUncertaintyMw?: number;
  /** Age of the calibration in force; left out: none was. */
  calibrationAgeDays?: number;
  /** What its trials show of how they were measured; left out: nothing is known. */
  evidence?: CellEvidence;
}

/** A cell on one device with its accepted trials. */
export interface MeasuredCell extends CellOnDevice {
  trials: readonly AcceptedTrial[];
}

/** One figure of a cell as intervals and ratios need it: trials that have it, trimmed mean and deviation of their logarithms. */
export type LogStatistics = Pick<CellStatistics, 'trials' | 'logEstimate' | 'sdLog'>;

/** A phase in the trials that have it. */
export interface PhaseStatistics {
  energy: LogStatistics;
  duration: LogStatistics;
  /** Expanded relative uncertainty of its energy in the mean of the trials, repetition not included. */
  uncertaintyShare: number;
}

/** What comparisons need of the accepted trials of a cell on a device, so that they read no trial. */
export interface CellDigest {
  trials: number;
  energy: Omit<CellStatistics, 'estimate'>;
  /** Of the trials whose idle power was measured; null: of none, or idling took as much in one of them. */
  netEnergy: LogStatistics | null;
  duration: LogStatistics;
  power: LogStatistics;
  /** Expanded relative uncertainties of energy in the mean of the trials, repetition not included. */
  absoluteShare: number;
  relativeShare: number;
  /** Trials whose energy is far off the others'; null: too few trials to say. */
  outliers: number | null;
  energyWithoutOutliersMj: number | null;
  /** Null: of no trial. */
  phases: Readonly<Record<EarlyPhase, PhaseStatistics | null>>;
  /** By trial, in the order of blocks; of one block by energy. */
  logEnergies: ArrayLike<number>;
  logDurations: ArrayLike<number>;
  blocks: ArrayLike<number>;
}

/** A cell on one device with the digest of its accepted trials; null: it has none. */
export interface DigestedCell extends CellOnDevice {
  digest: CellDigest | null;
}

/** One that has an accepted trial. */
export interface FilledCell extends DigestedCell {
  digest: CellDigest;
}

export function isFilled(cell: DigestedCell): cell is FilledCell {
  return cell.digest !== null;
}

/** Expanded uncertainties (k = 2) of a cell's energy in a ratio on one device, repetition not included. */
export interface SystematicParts {
  /** Of the sensor's offset, which is one unknown power in all cells of the device. */
  offsetMj: number;
  /** Of edges, gaps and aliasing, which are each cell's own. */
  ownMj: number;
}

/** A phase of a cell's trials before their inferences. */
export interface PhaseSummary {
  trials: number;
  energyMj: Interval;
  /** Expanded (k = 2), repetition not included. */
  uncertaintyMj: number;
  durationMs: Interval;
  /** Energy by duration. */
  powerMw: number;
}

/** A cell's levels and figures, as they are reported. */
export interface CellSummary {
  cellKey: string;
  levels: FactorLevels;
  trials: number;
  /** With the 95 % interval of repetition, from the variance pooled over the device. */
  energyMj: Interval;
  medianEnergyMj: number;
  /** Plain mean of the trials. */
  meanEnergyMj: number;
  /** Coefficient of variation of energy; null with a single trial. */
  energyCvPct: number | null;
  /** Trials whose energy is far off the others'. They count; null: too few trials to say. */
  outliers: number | null;
  /** The estimate of energy without them; null where there is none. */
  energyWithoutOutliersMj: number | null;
  /** Whether it may be the cell of least energy in its row: 95 % confidence that the set of these cells holds it. */
  mayBeOptimum: boolean;
  /** The same for the shortest duration, and for the least power. */
  mayBeFastest: boolean;
  mayBeLeastPower: boolean;
  /** Of the trials whose idle power was measured; null: of none, or idling took as much in one of them. */
  netEnergyMj: Interval | null;
  /** Half of the 95 % coverage interval of the figure on its own: repetition and everything systematic. */
  absoluteUncertaintyMj: number;
  /** The same without what cancels in a ratio on one device (gain, shunt tolerance). */
  relativeUncertaintyMj: number;
  /** What of it a ratio of two cells on one device is made from; expanded (k = 2), repetition not included. */
  systematic: SystematicParts;
  durationMs: Interval;
  powerMw: Interval;
  /** Loading and warming up; null: no accepted trial has it. Reports leave it out. */
  phases?: Readonly<Record<EarlyPhase, PhaseSummary | null>>;
  /** How far its energy can be trusted. */
  grade: TrustGrade;
}
