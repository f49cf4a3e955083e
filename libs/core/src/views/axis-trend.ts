import { type Interval, logHalfWidth } from '../statistics/interval';
import { normalProbability } from '../statistics/normal-probability';

/** What of neighbouring pairs goes significantly in one direction by chance alone, in percent: half of a two-sided 5 % test. */
const CHANCE_PCT = 2.5;

/** How a figure moves along one clock, the other one held. */
export interface AxisTrend {
  axis: 'cpu' | 'gpu';
  /** Neighbouring pairs of clocks that were both measured. */
  pairs: number;
  /** Those that rise or fall from the lower to the higher clock: the 95 % interval of their ratio is all above or all below 1. */
  rising: number;
  falling: number;
  /** `mixed`: more pairs go each way than chance explains; `flat`: not more in either; null: no pair. */
  direction: 'rising' | 'falling' | 'mixed' | 'flat' | null;
  /** Mean of Spearman's rank correlations with the clock, over lines that have all clocks; null without such a line of three clocks. */
  rankCorrelation: number | null;
  /** Page's test of "no trend", normal approximation; null with that. */
  pValue: number | null;
}

/**
 * Monotonicity of a figure along an axis. Neighbours: of independent estimates the log ratio is significant where it exceeds both half-widths in quadrature.
 * Trend: E. B. Page, J. Amer. Statist. Assoc. 58, 1963; its statistic is the mean rank correlation, whose variance is 1 / (lines (clocks - 1)).
 *
 * @param lines figures by rising clock, one line for each clock of the other axis; null where a cell is missing.
 */
export function axisTrend(axis: AxisTrend['axis'], lines: readonly (readonly (Interval | null)[])[]): AxisTrend {
  const steps = lines.flatMap(stepsOf);
  const rising = steps.filter((step) => step > 0).length;
  const falling = steps.filter((step) => step < 0).length;
  const counts = { pairs: steps.length, rising, falling };
  return { axis, ...counts, direction: directionOf(counts), ...pagesTest(lines.filter(isComplete)) };
}

/** Of each neighbouring pair 1, -1, or 0 where it is not significant. */
function stepsOf(line: readonly (Interval | null)[]): number[] {
  return line.flatMap((high, place) => {
    const low = line[place - 1];
    if (!high || !low) return [];
    const step = Math.log(high.estimate / low.estimate);
    return Math.abs(step) > Math.hypot(logHalfWidth(high), logHalfWidth(low)) ? Math.sign(step) : 0;
  });
}

function directionOf({ pairs, rising, falling }: Pick<AxisTrend, 'pairs' | 'rising' | 'falling'>) {
  if (pairs === 0) return null;
  const isMore = (count: number): boolean => (100 * count) / pairs > CHANCE_PCT;
  if (isMore(rising)) return isMore(falling) ? 'mixed' : 'rising';
  return isMore(falling) ? 'falling' : 'flat';
}

function isComplete(line: readonly (Interval | null)[]): line is readonly Interval[] {
  return line.length >= 3 && !line.includes(null);
}

function pagesTest(lines: readonly (readonly Interval[])[]): Pick<AxisTrend, 'rankCorrelation' | 'pValue'> {
  if (lines.length === 0) return { rankCorrelation: null, pValue: null };
  const correlations = lines.map((line) => rankCorrelation(line.map(({ estimate }) => estimate)));
  const mean = correlations.reduce((sum, each) => sum + each, 0) / lines.length;
  const z = mean * Math.sqrt(lines.length * (lines[0]!.length - 1));
  return { rankCorrelation: mean, pValue: 2 * normalProbability(-Math.abs(z)) };
}

/** Spearman's, of values with their places; 0 where all values are equal. */
function rankCorrelation(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const ranks = ranksOf(values).map((rank) => rank - middle);
  const places = values.map((_, place) => place - middle);
  const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const scale = Math.sqrt(product(ranks, ranks) * product(places, places));
  return scale === 0 ? 0 : product(ranks, places) / scale;
}

/** From 0; equal values share their mean rank. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = new Float64Array(values).sort();
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}
