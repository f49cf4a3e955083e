import { absoluteShare } from '../comparison/cell-ratios';
import type { CellSummary } from '../comparison/measured-cell';
import type { ComparisonRow } from '../comparison/compare-cells';
import { type Interval, scaleInterval } from '../statistics/interval';
import type { AnswerObjective, Question } from './question';

/** Expected figures of a cell. Intervals cover 95 %; those of energy and power have the meter's uncertainty in them. */
export interface AnswerFigures {
  energyPerInferenceMj: Interval;
  energyPerBatchMj: Interval;
  /** Mean time of a batch, pauses between batches included. */
  latencyMs: Interval;
  powerMw: Interval;
  inferencesPerS: Interval;
  /** Energy of an inference times the time of its batch. */
  edpMjMs: Interval;
}

export function answerFigures({ inferences, batchSize }: ComparisonRow, cell: CellSummary): AnswerFigures {
  const batches = Math.ceil(inferences / batchSize);
  const { estimate } = cell.energyMj;
  const share = absoluteShare(cell);
  const energy = within(estimate, share);
  const time = cell.durationMs;
  const timeShare = time.high / time.estimate - 1;
  const latencyMs = scaleInterval(time, 1 / batches);
  return {
    energyPerInferenceMj: scaleInterval(energy, 1 / inferences),
    energyPerBatchMj: scaleInterval(energy, 1 / batches),
    latencyMs,
    // Power is measured by the same sensor as energy, and time is as good as exact.
    powerMw: within(cell.powerMw.estimate, share),
    inferencesPerS: { estimate: perS(time.estimate), low: perS(time.high), high: perS(time.low) },
    edpMjMs: within((estimate / inferences) * latencyMs.estimate, Math.hypot(share, timeShare)),
  };
  function perS(durationMs: number): number {
    return (1e3 * inferences) / durationMs;
  }
}

function within(estimate: number, share: number): Interval {
  return { estimate, low: estimate * Math.max(0, 1 - share), high: estimate * (1 + share) };
}

/** What an objective looks at. Money grows with energy, whatever the price. */
export const COST_OF: Readonly<Record<AnswerObjective, (figures: AnswerFigures) => Interval>> = {
  'energy-per-inference': (figures) => figures.energyPerInferenceMj,
  latency: (figures) => figures.latencyMs,
  edp: (figures) => figures.edpMjMs,
  'energy-per-batch': (figures) => figures.energyPerBatchMj,
  cost: (figures) => figures.energyPerInferenceMj,
};

/** Whether limits are kept: certainly, by the upper ends of the intervals; perhaps, by a part of them; or not. */
export type Fit = 'yes' | 'perhaps' | 'no';

export function fitOf({ latencyMs, powerMw }: AnswerFigures, { maxLatencyMs, maxPowerMw }: Question): Fit {
  const fits = [keeps(latencyMs, maxLatencyMs), keeps(powerMw, maxPowerMw)];
  if (fits.includes('no')) return 'no';
  return fits.includes('perhaps') ? 'perhaps' : 'yes';
}

function keeps({ low, high }: Interval, limit: number | null): Fit {
  if (limit === null || high <= limit) return 'yes';
  return low <= limit ? 'perhaps' : 'no';
}

/** How far the worst limit is exceeded by the estimate: 1 is at the limit. */
export function excessOf({ latencyMs, powerMw }: AnswerFigures, { maxLatencyMs, maxPowerMw }: Question): number {
  const of = ({ estimate }: Interval, limit: number | null): number => (limit === null ? 0 : estimate / limit);
  return Math.max(of(latencyMs, maxLatencyMs), of(powerMw, maxPowerMw));
}
