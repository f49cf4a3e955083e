import type { ComparisonRow } from '../comparison/compare-cells';
import { groupBy } from '../comparison/group-by';
import type { ParameterLevel } from '../factors/parameters';

/** Two rows that differ in one thing alone: how the workload is executed. */
export interface ImplementationPair {
  /** `graphMode`, or the key of an option. */
  factor: string;
  level: string;
  /** `default`: what the workload does by itself. */
  controlLevel: string;
  variant: ComparisonRow;
  control: ComparisonRow;
}

const GRAPH_MODE = 'graphMode';

/**
 * Each implementation against its control: the same device, workload, batch size, inferences and everything else. The control is what the workload
 * does by itself; where that was not measured, a dynamic graph, what is switched on, or the first by name. Yields often.
 */
export function* implementationPairs(rows: readonly ComparisonRow[]): Generator<void, ImplementationPair[]> {
  const factors = [GRAPH_MODE, ...new Set(rows.flatMap(({ options }) => Object.keys(options)))];
  const pairs: ImplementationPair[] = [];
  for (const factor of factors) {
    for (const group of yield* groupBy(rows, (row) => restOf(row, factor))) {
      const [control, ...variants] = [...group].sort(
        (a, b) => rankOf(a, factor) - rankOf(b, factor) || byName(a, b, factor),
      );
      for (const variant of variants) {
        const [level, controlLevel] = [variant, control!].map((row) => String(levelOf(row, factor) ?? 'default'));
        pairs.push({ factor, level: level!, controlLevel: controlLevel!, variant, control: control! });
      }
      yield;
    }
  }
  return pairs;
}

function levelOf({ graphMode, options }: ComparisonRow, factor: string): ParameterLevel | undefined {
  return factor === GRAPH_MODE ? graphMode : options[factor];
}

/** All but the factor. */
function restOf(
  { device, workload, batchSize, inferences, graphMode, options }: ComparisonRow,
  factor: string,
): string {
  const others = Object.entries(options).filter(([key]) => key !== factor);
  const sorted = others.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([device, workload, batchSize, inferences, factor === GRAPH_MODE ? null : graphMode, sorted]);
}

/** The least is the control. */
function rankOf(row: ComparisonRow, factor: string): number {
  const level = levelOf(row, factor);
  if (level === undefined || level === 'dynamic') return 0;
  return level === true ? 1 : level === false ? 3 : 2;
}

function byName(a: ComparisonRow, b: ComparisonRow, factor: string): number {
  return String(levelOf(a, factor)) < String(levelOf(b, factor)) ? -1 : 1;
}
