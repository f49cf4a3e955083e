import { standardErrorOf } from '../statistics/cell-interval';
import { cellStatistics } from '../statistics/cell-statistics';
import { shrinkVariance, type Repeatability } from '../statistics/pooled-variance';
import { coverageHalfWidth95 } from './coverage-factor';
import { BUDGET_PARTS, type BudgetPart, type EnergyBudget } from './energy-budget';
import { COVERAGE_FACTOR } from './energy-uncertainty';

/** One judged trial with the parts of its uncertainty. */
export interface BudgetedTrial {
  energyMj: number;
  /** Expanded (k = 2). */
  relativeUncertaintyMj: number;
  /** Those that are not zero. */
  parts: Partial<EnergyBudget>;
}

/** One part of a combined budget. */
export interface CombinedPart {
  part: BudgetPart | 'repeatability';
  /** Standard uncertainty. */
  standardMj: number;
  /** Of the variance of all parts, in percent. */
  sharePct: number;
  /** Whether it cancels in a ratio of two figures on one device. */
  cancels: 'yes' | 'in part' | 'no';
}

/** Uncertainty of an energy, part by part. */
export interface CombinedBudget {
  energyMj: number;
  parts: CombinedPart[];
  /** Combined standard uncertainty. */
  standardMj: number;
  /** Half-widths of 95 % coverage intervals: of the figure on its own, and against another on the same device. */
  absoluteMj: number;
  relativeMj: number;
}

const CANCELS: Readonly<Partial<Record<CombinedPart['part'], 'yes' | 'in part'>>> = {
  sensorOffset: 'in part',
  sensorGain: 'yes',
  shuntGain: 'yes',
  busGain: 'yes',
  busOffset: 'yes',
  shuntTolerance: 'yes',
  calibrationFit: 'in part',
  meter: 'in part',
};
/** Of these the shape is known; the others are taken as normal, the wider one. */
const RECTANGULAR: ReadonlySet<CombinedPart['part']> = new Set<BudgetPart>([
  'sensorOffset',
  'sensorGain',
  'shuntGain',
  'busGain',
  'busOffset',
  'shuntTolerance',
]);

/**
 * Combines the parts of the trials of a cell, or of a single one of them, with how trials repeat. Systematic parts are the mean of the trials'
 * shares: repeating does not shrink them. Repeatability is the standard error of the cell's estimate, or of a single trial the
 * standard deviation. Null without trials.
 *
 * @param scatter trials of the cell and the standard deviation of their logarithms.
 */
export function combineBudget(
  trials: readonly BudgetedTrial[],
  scatter: { trials: number; sdLog: number | null },
  repeatability: Repeatability,
  ofSingleTrial: boolean,
): CombinedBudget | null {
  const statistics = cellStatistics(trials.map((trial) => trial.energyMj));
  if (!statistics) return null;
  const energyMj = statistics.estimate;
  const mean = (of: (trial: BudgetedTrial) => number): number =>
    (energyMj * trials.reduce((sum, trial) => sum + of(trial) / trial.energyMj, 0)) / trials.length;
  const repeated = ofSingleTrial
    ? Math.sqrt(shrinkVariance(scatter, repeatability).variance)
    : standardErrorOf(scatter, repeatability).standardError;
  const standard: [CombinedPart['part'], number][] = [
    ...BUDGET_PARTS.map((part): [BudgetPart, number] => [part, mean((trial) => trial.parts[part] ?? 0)]),
    ['repeatability', energyMj * repeated],
  ];
  return { energyMj, ...totalsOf(standard, mean((trial) => trial.relativeUncertaintyMj) / COVERAGE_FACTOR) };
}

function totalsOf(
  standard: readonly [CombinedPart['part'], number][],
  relativeMj: number,
): Omit<CombinedBudget, 'energyMj'> {
  const mj = Object.fromEntries(standard) as Record<CombinedPart['part'], number>;
  const standardMj = Math.hypot(...Object.values(mj));
  const rectangular = standard.filter(([part]) => RECTANGULAR.has(part)).map(([, each]) => each);
  const normal = standard.filter(([part]) => !RECTANGULAR.has(part)).map(([, each]) => each);
  const beside = Math.sqrt(Math.max(0, relativeMj ** 2 - mj.sensorOffset ** 2));
  return {
    parts: standard.map(([part, each]) => ({
      part,
      standardMj: each,
      sharePct: standardMj > 0 ? 100 * (each / standardMj) ** 2 : 0,
      cancels: CANCELS[part] ?? 'no',
    })),
    standardMj,
    absoluteMj: coverageHalfWidth95({ rectangular, normal }),
    relativeMj: coverageHalfWidth95({ rectangular: [mj.sensorOffset], normal: [beside, mj.repeatability] }),
  };
}
