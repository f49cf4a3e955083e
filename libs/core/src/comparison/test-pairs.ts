import { offsetUncertaintyMj, COVERAGE_FACTOR } from '../energy/energy-uncertainty';
import { NOT_STATED, sensorSpecOf } from '../energy/sensor-spec';
import { poolVariance, type Repeatability, shrinkVariance } from '../statistics/pooled-variance';
import { sampleMoments } from '../statistics/sample-moments';
import type { TestedDifference } from '../statistics/t-tests';
import { trimmedMean, trimmedMeanVarianceFactor } from '../statistics/trimmed-mean';
import { estimateCells } from './estimate-cells';
import type { EstimatedCell } from './estimated-cell';
import { groupBy } from './group-by';
import type { DigestedCell } from './measured-cell';
import type { CellPair } from './pair-cells';

/** A pair with its figures in both campaigns and the difference of their log energies. */
export interface TestedPair extends CellPair {
  estimate: EstimatedCell;
  reference: EstimatedCell;
  tested: TestedDifference;
  /** The part of its standard error that is the sensors'. */
  fixedError: number;
}

/**
 * Difference of log energy of each pair with its error. In the same blocks: the mean of the differences by block, their variance pooled over
 * the device's cells. Otherwise: the difference of both estimates with the variances pooled in each campaign. What the sensor
 * leaves uncertain is added. Yields often.
 */
export function* testPairs(
  pairs: readonly CellPair[],
  campaign: readonly DigestedCell[],
  reference: readonly DigestedCell[],
): Generator<void, TestedPair[]> {
  const estimates = yield* estimatesOf(campaign);
  const references = yield* estimatesOf(reference);
  const tested: TestedPair[] = [];
  for (const ofDevice of yield* groupBy(pairs, ({ cell }) => cell.device)) {
    const pool = poolOfDifferences(ofDevice);
    for (const pair of ofDevice) {
      yield;
      const both = { estimate: estimates.get(pair.cell)!, reference: references.get(pair.against)! };
      const repeated = pair.differences
        ? pairedDifference(pair.differences, pool)
        : independentDifference(both.estimate, both.reference);
      const fixedError = sensorUncertainty(both);
      tested.push({ ...pair, ...both, tested: withSensor(repeated, fixedError), fixedError });
    }
  }
  return tested;
}

function* estimatesOf(cells: readonly DigestedCell[]): Generator<void, Map<DigestedCell, EstimatedCell>> {
  return new Map((yield* estimateCells(cells)).map((estimate) => [estimate.cell, estimate]));
}

function poolOfDifferences(pairs: readonly CellPair[]): Repeatability {
  return poolVariance(pairs.flatMap(({ differences }) => (differences ? [spreadOf(differences)] : [])));
}

function spreadOf(differences: readonly number[]): { trials: number; sdLog: number | null } {
  return { trials: differences.length, sdLog: sampleMoments(differences).deviation };
}

function pairedDifference(differences: readonly number[], pool: Repeatability): TestedDifference {
  const { variance, degreesOfFreedom } = shrinkVariance(spreadOf(differences), pool);
  const ofMean = (variance * trimmedMeanVarianceFactor(differences.length)) / differences.length;
  return { difference: trimmedMean(differences)!, standardError: Math.sqrt(ofMean), degreesOfFreedom };
}

function independentDifference({ energy }: EstimatedCell, { energy: other }: EstimatedCell): TestedDifference {
  return {
    difference: energy.logEstimate - other.logEstimate,
    standardError: Math.hypot(energy.standardError, other.standardError),
    degreesOfFreedom: Math.min(energy.degreesOfFreedom, other.degreesOfFreedom),
  };
}

/**
 * Standard uncertainty that the sensors leave a ratio. Between devices nothing cancels. On one device gains cancel, and the offset does as far as
 * the mean powers are equal; edges, gaps and aliasing of the same cell differ from trial to trial, which its scatter shows.
 */
function sensorUncertainty({ estimate, reference }: Pick<TestedPair, 'estimate' | 'reference'>): number {
  const both = [estimate, reference] as const;
  if (estimate.cell.device !== reference.cell.device) {
    return Math.hypot(...both.map(({ cell }) => cell.digest.absoluteShare)) / COVERAGE_FACTOR;
  }
  const [a, b] = both.map(({ cell, durationMs, energyMj }) => {
    const sensor = sensorSpecOf(cell.rail ?? NOT_STATED);
    return offsetUncertaintyMj(durationMs.estimate, sensor) / energyMj.estimate;
  }) as [number, number];
  return Math.abs(a - b) / COVERAGE_FACTOR;
}

/** Degrees of freedom of the sum by Welch and Satterthwaite (GUM, JCGM 100:2008, G.4.1); the sensor's part has infinitely many. */
function withSensor(repeated: TestedDifference, sensor: number): TestedDifference {
  const standardError = Math.hypot(repeated.standardError, sensor);
  if (repeated.standardError === 0) return { ...repeated, standardError };
  const share = repeated.standardError / standardError;
  return { ...repeated, standardError, degreesOfFreedom: repeated.degreesOfFreedom / share ** 4 };
}
