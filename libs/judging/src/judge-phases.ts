import type { TrialBody } from '@joulefleet/contracts';
import {
  calibratedMj,
  calibratedMw,
  energyUncertainty,
  integrateEnergy,
  timeOf,
  unsteadyEdgesMj,
  type EarlyPhase,
  type PhaseFigures,
  type PowerSamples,
  type SensorSpec,
  type TrialPhases,
} from '@joulefleet/core';
import type { CalibrationInForce } from '@joulefleet/store';

/** How the total rail of a trial was read. */
interface ReadPower {
  total: PowerSamples;
  averagingUs: number;
  sensor: SensorSpec;
  calibration: CalibrationInForce | null;
}

/** Energy of loading and of warming up; null: nothing was read of either. */
export function phasesOf(
  read: ReadPower,
  events: TrialBody['events'],
): { phases: TrialPhases | null; loadEnergyMj: number | null } {
  const [load, warmup] = [phaseOf('load', read, events), phaseOf('warmup', read, events)];
  return { phases: load || warmup ? { load, warmup } : null, loadEnergyMj: load?.energyMj ?? null };
}

function phaseOf(phase: EarlyPhase, read: ReadPower, events: TrialBody['events']): PhaseFigures | null {
  const { total, averagingUs, sensor, calibration } = read;
  const startUs = timeOf(events, `${phase}_start`);
  const endUs = timeOf(events, `${phase}_end`);
  if (startUs === null || endUs === null || endUs <= startUs || total.powerMw.length === 0) return null;
  const window = { startUs, endUs };
  const held = integrateEnergy(total, window, averagingUs);
  if (!held) return null;
  const raw = { ...held, edgeUncertaintyMj: unsteadyEdgesMj(total, window, averagingUs) };
  return {
    energyMj: digits(calibration ? calibratedMj(calibration, raw.energyMj, raw.durationMs) : raw.energyMj),
    durationMs: raw.durationMs,
    meanPowerMw: digits(calibration ? calibratedMw(calibration, raw.meanPowerMw) : raw.meanPowerMw),
    uncertaintyMj: digits(energyUncertainty(raw, 0, sensor, calibration).absoluteUncertaintyMj),
  };
}

/** As many as are stored: a reading has four. */
function digits(figure: number): number {
  return Number(figure.toPrecision(9));
}
