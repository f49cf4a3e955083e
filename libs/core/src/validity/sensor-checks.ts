import { COUNTER_LIMIT_PCT } from '../energy/energy-counter';
import type { SensorSpec } from '../energy/sensor-spec';
import { type PowerSamples, selectInside } from '../energy/select-inside';
import { railPowerMw } from '../trace/trace';
import type { TrialCheck } from './trial-check';
import { inferenceWindow, type TrialEvidence } from './trial-evidence';

/** A rail under load that does not change for so long is stuck (MEASUREMENT 4). */
const STUCK_US = 5_000_000;
/** Of a source that is slow by itself, so many of its refreshes. */
const STUCK_REFRESHES = 5;

export const sensorModeHeld: TrialCheck = {
  name: 'sensor_mode_held',
  severity: 'reject',
  finds: ({ flags }) =>
    flags.includes('sensor_mode_moved') ? 'the power sensor changed its mode or averaging during the trial' : null,
  remedy:
    'the ina3221x driver switches modes with the CPU clock: check whether another program reads or sets the sensor',
};

export const readingsComplete: TrialCheck = {
  name: 'readings_complete',
  severity: 'flag',
  finds: ({ flags }) => (flags.includes('readings_failed') ? 'some reads of the rails failed and were left out' : null),
  remedy: 'the energy is valid while no gap is too long; if this recurs, check the sensor and its bus',
};

export const readingsPlausible: TrialCheck = {
  name: 'readings_plausible',
  severity: 'reject',
  finds: (evidence) => {
    const inside = samplesInside(evidence, evidence.totalRail);
    if (!inside) return null;
    const { maxPowerMw } = evidence.limits;
    const zero = inside.powerMw.filter((mw) => mw === 0).length;
    const negative = inside.powerMw.filter((mw) => mw < 0).length;
    const huge = inside.powerMw.filter((mw) => mw > maxPowerMw).length;
    if (zero + negative + huge === 0) return null;
    return (
      `of ${inside.powerMw.length} readings of ${evidence.totalRail} ${zero} are zero, ${negative} negative, ` +
      `${huge} above ${maxPowerMw} mW`
    );
  },
  remedy: 'check the sensor: read the rail manually under load',
};

export const railAlive: TrialCheck = {
  name: 'rail_alive',
  severity: 'reject',
  finds: (evidence) => {
    const inside = samplesInside(evidence, evidence.totalRail);
    if (!inside) {
      return evidence.trace.rails.includes(evidence.totalRail)
        ? null
        : `the trace has no rail ${evidence.totalRail}, only ${evidence.trace.rails.join(', ')}`;
    }
    const { durationUs, mw } = longestStandstill(inside);
    if (durationUs < Math.max(STUCK_US, STUCK_REFRESHES * (evidence.refreshUs ?? 0))) return null;
    return `${evidence.totalRail} did not change from ${mw} mW for ${(durationUs / 1e6).toFixed(1)} s under load`;
  },
  remedy: 'the sensor or its driver hangs: read the rail manually under load, or reboot the device',
};

export const counterAgrees: TrialCheck = {
  name: 'counter_agrees',
  severity: 'flag',
  finds: ({ counterDifferencePct: pct }) =>
    pct === null || Math.abs(pct) <= COUNTER_LIMIT_PCT
      ? null
      : `the integrated energy is ${Math.abs(pct).toFixed(1)} % ${pct < 0 ? 'below' : 'above'} the hardware's own counter`,
  remedy: 'readings that are averages lag behind: use a driver with instant power, or request more inferences',
};

export const railsConsistent: TrialCheck = {
  name: 'rails_consistent',
  severity: 'reject',
  finds: (evidence) => {
    const totalMw = meanInside(evidence, evidence.totalRail);
    const partsMw = evidence.partRails
      .map((rail) => meanInside(evidence, rail))
      .filter((meanMw): meanMw is number => meanMw !== null);
    if (totalMw === null || partsMw.length === 0) return null;
    const sumMw = partsMw.reduce((sum, mw) => sum + mw, 0);
    const sigmaMw = Math.hypot(...[totalMw, ...partsMw].map((mw) => sensorDeviation(mw, evidence.sensor)));
    if (totalMw >= sumMw - 3 * sigmaMw) return null;
    return (
      `${evidence.totalRail} has ${totalMw.toFixed(0)} mW on average, its parts together ${sumMw.toFixed(0)} mW: ` +
      `more than three sigma (${(3 * sigmaMw).toFixed(0)} mW) apart`
    );
  },
  remedy: 'check the labels of the rails, and that the shunts match the device class',
};

function samplesInside(evidence: TrialEvidence, rail: string): PowerSamples | null {
  const window = inferenceWindow(evidence.events);
  const powerMw = railPowerMw(evidence.trace, rail);
  if (!window || !powerMw) return null;
  const inside = selectInside({ tUs: evidence.trace.tUs, powerMw }, window, evidence.averagingUs);
  return inside.tUs.length > 0 ? inside : null;
}

function meanInside(evidence: TrialEvidence, rail: string): number | null {
  const inside = samplesInside(evidence, rail);
  return inside && inside.powerMw.reduce((sum, mw) => sum + mw, 0) / inside.powerMw.length;
}

/** Standard deviation of what one channel may be off: offset, gains and shunt as rectangular distributions. */
function sensorDeviation(meanMw: number, sensor: SensorSpec): number {
  const { offsetMw, shuntGain, busGain, busOffset, shuntTolerance, gain } = sensor;
  const shares = [shuntGain, busGain, busOffset, shuntTolerance, gain];
  return Math.hypot(offsetMw, ...shares.map((share) => share * meanMw)) / Math.sqrt(3);
}

/** The longest time that every reading was the same. */
function longestStandstill({ tUs, powerMw }: PowerSamples): { durationUs: number; mw: number } {
  let longest = { durationUs: 0, mw: powerMw[0]! };
  let since = 0;
  powerMw.forEach((mw, i) => {
    if (mw !== powerMw[since]) since = i;
    const durationUs = tUs[i]! - tUs[since]!;
    if (durationUs > longest.durationUs) longest = { durationUs, mw };
  });
  return longest;
}
