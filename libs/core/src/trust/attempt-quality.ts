import { effectiveSamples } from '../energy/fresh-readings';
import type { Trace } from '../trace/trace';
import { temperatureInWindow } from '../validity/heat-checks';
import type { ClockResidency } from '../validity/clock-residency';
import { inferenceWindow, type TrialEvidence } from '../validity/trial-evidence';
import type { TimeWindow } from '../energy/select-inside';

/** How the clocks were recorded during the window, the best first: the kernel's counters, readings once a second, not at all. */
export const CLOCK_RECORDS = ['counters', 'sampled', 'none'] as const;
export type ClockRecord = (typeof CLOCK_RECORDS)[number];

/** What one attempt shows of how far its figure can be trusted. It is stored with the judgement. */
export interface AttemptQuality {
  /** Readings wholly inside the window that are not the one before once more. */
  readings: number;
  readingsPerS: number;
  /** Share of the window in gaps. */
  gapShare: number;
  /** That of the clock whose record is worst. */
  clocks: ClockRecord;
  /** Whether it started at the temperature that is usual; `unknown`: none is known, or it was not read. */
  start: 'usual' | 'unusual' | 'unknown';
}

/** Null where no energy could be computed. */
export function attemptQuality(evidence: TrialEvidence): AttemptQuality | null {
  const window = inferenceWindow(evidence.events);
  if (!window || !evidence.energy) return null;
  const { durationMs, gapShare } = evidence.energy;
  const fresh = freshReadings(readingsOf(evidence), window, evidence.averagingUs);
  const readings = effectiveSamples(fresh, durationMs, evidence.refreshUs);
  return {
    readings,
    readingsPerS: Number(((1e3 * readings) / durationMs).toPrecision(4)),
    gapShare: Number(gapShare.toPrecision(4)),
    clocks: recordOf(evidence.residency),
    start: startOf(evidence),
  };
}

/** Sources beside the total have refreshes of their own. */
function readingsOf({ trace, totalRail, refreshUs }: TrialEvidence): Pick<Trace, 'tUs' | 'powerMw'> {
  const total = trace.powerMw[trace.rails.indexOf(totalRail)];
  return refreshUs === null || !total ? trace : { tUs: trace.tUs, powerMw: [total] };
}

/**
 * A sensor that is read more often than it converts gives the same readings again. Rails are converted together, so a reading is new
 * where any of them differs.
 */
function freshReadings(
  { tUs, powerMw }: Pick<Trace, 'tUs' | 'powerMw'>,
  window: TimeWindow,
  averagingUs: number,
): number {
  let fresh = 0;
  let last = -1;
  for (let i = 0; i < tUs.length; i++) {
    if (tUs[i]! - averagingUs < window.startUs || tUs[i]! + averagingUs > window.endUs) continue;
    if (last < 0 || powerMw.some((ofRail) => ofRail[i] !== ofRail[last])) fresh++;
    last = i;
  }
  return fresh;
}

function recordOf(residency: ClockResidency | null): ClockRecord {
  if (!residency || residency.cpu.length === 0 || !residency.gpu) return 'none';
  return [...residency.cpu, residency.gpu].every(({ method }) => method === 'counters') ? 'counters' : 'sampled';
}

function startOf(evidence: TrialEvidence): AttemptQuality['start'] {
  if (temperatureInWindow.finds(evidence) !== null) return 'unusual';
  return evidence.temperatureC && evidence.limits.startBandC ? 'usual' : 'unknown';
}
