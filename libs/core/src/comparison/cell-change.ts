import { optionsOf, type WorkloadOptions } from '../factors/workload-options';
import type { FactorLevels } from '../factors/registry';
import { derivedRandom } from '../random/seeded-random';
import { hedgesG } from '../statistics/effect-sizes';
import { type Interval, intervalFromLog } from '../statistics/interval';
import { permutationTest } from '../statistics/permutation-test';
import { twoSided95 } from '../statistics/student-t';
import { twoSidedPValue, welchDifference } from '../statistics/t-tests';
import { judgeDifference, type Judgement, moreTrialsOf } from '../statistics/verdict';
import { ratioOf } from './compare-figures';
import { comparedGrades, type ComparedGrades } from './rank-by-grade';
import { noVerdictOn, type NoVerdict } from './pair-cells';
import type { TestedPair } from './test-pairs';

const ALPHA = 0.05;

/** One cell in a campaign and in its reference. Ratios are campaign over reference. */
export interface CellChange extends Judgement, ComparedGrades {
  device: string;
  /** In the reference: the same device, unless devices of a class are compared. */
  against: string;
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  options: WorkloadOptions;
  levels: FactorLevels;
  cellKey: string;
  trials: number;
  referenceTrials: number;
  energyMj: Interval;
  referenceEnergyMj: Interval;
  energyRatio: Interval;
  durationRatio: Interval;
  /** `block`: by differences within the same blocks. */
  pairing: 'block' | 'independent';
  /** Of the t test that the verdict is made from; null where there is no verdict to be had. */
  pValue: number | null;
  /** The same, adjusted by Benjamini and Hochberg for all cells of the comparison. */
  adjustedPValue: number | null;
  /** Of the paired permutation test; null without pairs. Of n pairs it is at least 2 / 2^n. */
  permutationPValue: number | null;
  /** Of Welch's test on the logarithms, of these trials alone. */
  welchPValue: number | null;
  /** Difference of log energy in standard deviations. */
  hedgesG: number | null;
  /** Unlikely to be chance. */
  significant: boolean;
  /** Large enough to matter, by its estimate. */
  relevant: boolean;
  /** Why it is undecided, if not for the width of its interval. */
  reason: NoVerdict | null;
}

/** Of one pair, by itself and adjusted for the others. */
export interface PValues {
  plain: number;
  adjusted: number;
}

/** The change of a pair; `pValues` are null where there is no verdict to be had. Yields while it permutes. */
export function* changeOf(pair: TestedPair, pValues: PValues | null, margin: number): Generator<void, CellChange> {
  const { cell, against, differences, estimate, reference, tested } = pair;
  const { cellKey, device, workload, graphMode, inferences, levels } = cell;
  const [logs, others] = [cell, against].map(({ digest }) => Array.from(digest.logEnergies));
  const welch = welchDifference(logs!, others!);
  const random = derivedRandom(1, cellKey);
  const permuted = differences && (yield* permutationTest(differences, random));
  return {
    ...{ device, against: against.device, workload, batchSize: levels.batchSize, graphMode, inferences },
    ...{ options: optionsOf(levels), levels, cellKey, trials: logs!.length, referenceTrials: others!.length },
    ...{ energyMj: estimate.energyMj, referenceEnergyMj: reference.energyMj },
    energyRatio: intervalFromLog(tested.difference, twoSided95(tested.degreesOfFreedom) * tested.standardError),
    durationRatio: ratioOf(estimate.duration, reference.duration),
    pairing: differences ? 'block' : 'independent',
    ...{ pValue: pValues?.plain ?? null, adjustedPValue: pValues?.adjusted ?? null },
    ...{ permutationPValue: permuted?.pValue ?? null, welchPValue: welch && twoSidedPValue(welch) },
    hedgesG: hedgesG(logs!, others!),
    significant: pValues !== null && pValues.adjusted <= ALPHA,
    relevant: Math.abs(tested.difference) >= margin,
    reason: noVerdictOn(pair),
    ...comparedGrades(estimate.grade.grade, reference.grade.grade),
    ...judge(pair, pValues?.adjusted ?? null, margin),
  };
}

function judge(pair: TestedPair, adjusted: number | null, margin: number): Judgement {
  const { estimate, reference, tested, fixedError } = pair;
  const judged = { ...tested, fixedError, trials: Math.min(estimate.trials, reference.trials) };
  if (adjusted !== null) return judgeDifference({ ...judged, pValue: adjusted }, margin);
  const moreTrials = noVerdictOn(pair) === 'no_scatter' ? null : moreTrialsOf(judged, margin);
  return { verdict: 'undecided', moreTrials };
}
