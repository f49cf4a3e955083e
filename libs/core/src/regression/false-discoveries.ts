import { normalProbability } from '../statistics/normal-probability';

/** What was confirmed over some nights. */
export interface ConfirmationRecord {
  nights: number;
  /** Level of each confirmation that was tried, one-sided. */
  alphas: readonly number[];
  regressions: number;
  improvements: number;
}

/** What may be said about the confirmed findings of some nights. */
export interface DiscoveryStatement {
  /** Findings to be expected if nothing had changed, over all cells and metrics: the sum of the levels. */
  expectedFalse: number;
  expectedFalsePerNight: number;
  /** Upper estimate of the share of false ones among the confirmed (J. D. Storey, J. R. Statist. Soc. B 64, 2002, with all flags null). */
  falseDiscoveryRate: number;
  /** Two-sided p of regressions and improvements being equally frequent, as false ones are. */
  balancePValue: number;
}

/**
 * The level of tonight's confirmations: the share of nights that may raise a false finding, spread over those that are expected and over
 * those that there are (Bonferroni). So it holds for each night, and over nights in the mean.
 */
export function alphaOfConfirmation(falseNights: number, flagsExpected: number, flagsTonight: number): number {
  return Math.min(0.05, falseNights / Math.max(flagsExpected, flagsTonight));
}

export function stateDiscoveries({
  nights,
  alphas,
  regressions,
  improvements,
}: ConfirmationRecord): DiscoveryStatement {
  const expectedFalse = alphas.reduce((sum, alpha) => sum + alpha, 0);
  const confirmed = regressions + improvements;
  return {
    expectedFalse,
    expectedFalsePerNight: expectedFalse / Math.max(1, nights),
    falseDiscoveryRate: confirmed === 0 ? 0 : Math.min(1, expectedFalse / confirmed),
    balancePValue: balancePValue(regressions, improvements),
  };
}

/** The sign test, with a normal distribution and Yates' correction: exact enough from a few findings on, and cautious below. */
function balancePValue(regressions: number, improvements: number): number {
  const excess = Math.abs(regressions - improvements) - 1;
  if (excess <= 0) return 1;
  return 2 * normalProbability(-excess / Math.sqrt(regressions + improvements));
}
