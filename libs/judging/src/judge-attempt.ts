import type { TrialBody } from '@joulefleet/contracts';
import {
  aliasBound,
  areBatchesComplete,
  cycleBound,
  attemptQuality,
  calibratedMj,
  calibratedMw,
  checkTrial,
  counterDifferencePct,
  DEFAULT_LIMITS,
  energyBudget,
  energyUncertainty,
  factorLevels,
  idlePowerMw,
  inferenceWindow,
  integrateEnergy,
  isAccepted,
  isJetson,
  NOT_STATED,
  quotedRails,
  railPowerMw,
  refreshToHeed,
  regularMarks,
  residencyLevels,
  selectInside,
  sensorRangeMw,
  sensorSpecOf,
  summariseTrace,
  type EnergyBudget,
  type Finding,
  type PowerSamples,
  type SamplingBound,
  type SensorSpec,
  type TimeWindow,
  type Trace,
  type TrialEvidence,
  type TrialLimits,
  type WindowEnergy,
} from '@joulefleet/core';
import type { CalibrationInForce, Judgement, UnjudgedAttempt } from '@joulefleet/store';
import { z } from 'zod';
import { phasesOf } from './judge-phases';

/** What a campaign sets of its own. */
const storedChecks = z
  .object({ minSamples: z.number(), maxOffShare: z.number(), maxGapShare: z.number() })
  .partial()
  .nullish();

export interface Judged extends Judgement {
  findings: Finding[];
}

/** What was requested of a trial, and what is usual on its device. */
export interface RequestedTrial extends Pick<
  UnjudgedAttempt,
  'deviceClass' | 'levels' | 'inferences' | 'checks' | 'calibrations'
> {
  /** Temperatures that its trials usually start at; null before it is learnt. */
  startBandC: TrialLimits['startBandC'];
}

/** Energy, uncertainty and validity of one measured attempt. Pure. */
export function judgeMeasured(requested: RequestedTrial, body: TrialBody, trace: Trace): Judged {
  const { totalRail, partRails } = quotedRails(requested.deviceClass, trace.rails);
  const total: PowerSamples = { tUs: trace.tUs, powerMw: railPowerMw(trace, totalRail) ?? [] };
  const { rail, sensor, averagingUs, refreshUs, counter } = sensorOf(body);
  const calibration = calibrationOf(totalRail, requested);
  const counterPct = counterDifferencePct(total, counter);
  const window = inferenceWindow(body.events);
  const energy = window && total.powerMw.length > 0 ? integrateEnergy(total, window, averagingUs) : null;
  const levels = factorLevels(requested.levels);
  const batches = {
    requested: Math.ceil(requested.inferences / levels.batchSize),
    reported: body.batches?.count ?? null,
  };
  const alias =
    window && samplingBound(total, window, averagingUs, body, areBatchesComplete(batches) ? batches.reported : null);
  const evidence: TrialEvidence = {
    requested: levels,
    hasClocks: isJetson(requested.deviceClass),
    batches,
    before: body.before,
    after: body.after,
    residency: body.residency && residencyLevels(body.residency),
    events: body.events,
    usedOptions: body.options,
    flags: body.flags,
    start: body.start,
    temperatureC: body.temperatureC,
    trace,
    totalRail,
    partRails,
    refreshUs,
    counterDifferencePct: counterPct,
    averagingUs,
    energy,
    alias,
    limits: {
      ...DEFAULT_LIMITS,
      ...storedChecks.parse(requested.checks),
      maxPowerMw: sensorRangeMw(rail),
      throttleC: body.throttleC,
      startBandC: wantedBand(body) ?? requested.startBandC,
    },
    sensor,
    overcurrent: body.overcurrent,
  };
  const findings = checkTrial(evidence);
  return {
    verdict: energy && isAccepted(findings) ? 'accepted' : 'rejected',
    findings,
    ...figuresOf(energy, alias, sensor, calibration),
    ...phasesOf({ total, averagingUs, sensor, calibration }, body.events),
    idlePowerMw: idleOf(total, body.idle, window, averagingUs, calibration),
    counterDifferencePct: counterPct,
    quality: attemptQuality(evidence),
    samples: trace.tUs.length,
    railSummary: summariseTrace(trace),
  };
}

/** How the total rail was read; of an attempt that does not say so, as by an INA3221. */
function sensorOf({ sensor }: TrialBody) {
  if (!sensor)
    return { rail: NOT_STATED, sensor: sensorSpecOf(NOT_STATED), averagingUs: 0, refreshUs: null, counter: null };
  const { layout, refreshUs, averagingUs, counter } = sensor;
  return {
    rail: sensor,
    sensor: sensorSpecOf(sensor),
    averagingUs,
    refreshUs: refreshToHeed(layout, refreshUs),
    counter,
  };
}

function calibrationOf(rail: string, { calibrations }: RequestedTrial): CalibrationInForce | null {
  return calibrations.find((each) => each.rail === rail) ?? null;
}

/** The band that the device was brought into. */
function wantedBand({ start }: TrialBody): TrialLimits['startBandC'] {
  return start?.band ? { low: start.band.lowC, high: start.band.highC } : null;
}

const NO_FIGURES = {
  energyMj: null,
  durationMs: null,
  meanPowerMw: null,
  absoluteUncertaintyMj: null,
  relativeUncertaintyMj: null,
  calibrationId: null,
  rawEnergyMj: null,
  uncertaintyParts: null,
};
const NOTHING_COMPUTED = {
  ...NO_FIGURES,
  loadEnergyMj: null,
  phases: null,
  idlePowerMw: null,
  counterDifferencePct: null,
  quality: null,
  samples: null,
  railSummary: null,
};

/** Judgement of an attempt in which nothing was measured: it has no verdict. */
export const UNMEASURED: Judged = { verdict: null, findings: [], ...NOTHING_COMPUTED };

/** Judgement of an attempt whose raw data cannot be used. */
export function rejectRawData(check: 'trace_incomplete' | 'raw_data_corrupt', message: string): Judged {
  const remedy = 'The trial is measured again. When it happens repeatedly, report it with the log of the device.';
  return { verdict: 'rejected', findings: [{ check, severity: 'reject', message, remedy }], ...NOTHING_COMPUTED };
}

/** Calibrated where a calibration was in force; checks look at what the sensor itself read. */
function figuresOf(
  raw: WindowEnergy | null,
  alias: SamplingBound | null,
  sensor: SensorSpec,
  calibration: CalibrationInForce | null,
) {
  if (!raw) return NO_FIGURES;
  const { durationMs } = raw;
  const aliasShare = alias?.boundShare ?? 0;
  return {
    energyMj: calibration ? calibratedMj(calibration, raw.energyMj, durationMs) : raw.energyMj,
    durationMs,
    meanPowerMw: calibration ? calibratedMw(calibration, raw.meanPowerMw) : raw.meanPowerMw,
    ...energyUncertainty(raw, aliasShare, sensor, calibration),
    calibrationId: calibration?.id ?? null,
    rawEnergyMj: calibration && raw.energyMj,
    uncertaintyParts: partsToStore(energyBudget(raw, aliasShare, sensor, calibration)),
  };
}

/** Those that are not zero, to six digits. */
function partsToStore(budget: EnergyBudget): Record<string, number> {
  const parts = Object.entries(budget).filter(([, mj]) => mj > 0);
  return Object.fromEntries(parts.map(([part, mj]) => [part, Number(mj.toPrecision(6))]));
}

/** Their sensor converts all the time; a reading is the mean of the last finished cycle. */
const CYCLIC_LAYOUTS: readonly string[] = ['iio', 'hwmon'];

/**
 * How far the sampling may be off: read in even steps, a sensor that averages without gaps by what cycles weigh; otherwise by the phases of the batches, whose
 * number the workload reports.
 */
function samplingBound(
  total: PowerSamples,
  window: TimeWindow,
  averagingUs: number,
  { sensor, sampling }: Pick<TrialBody, 'sensor' | 'sampling'>,
  batches: number | null,
): SamplingBound | null {
  if (total.powerMw.length === 0) return null;
  const inside = selectInside(total, window, averagingUs);
  const inSteps = sampling?.periodUs && sensor && CYCLIC_LAYOUTS.includes(sensor.layout);
  const ofCycles = inSteps ? cycleBound(inside, averagingUs) : null;
  if (ofCycles) return ofCycles;
  if (batches === null) return null;
  const marksUs = regularMarks(window.startUs, (window.endUs - window.startUs) / batches, batches);
  return aliasBound(inside, marksUs, averagingUs);
}

/** Null where the trial did not rest, or did so in the wrong place. */
function idleOf(
  total: PowerSamples,
  rests: TrialBody['idle'],
  window: TimeWindow | null,
  averagingUs: number,
  calibration: CalibrationInForce | null,
): number | null {
  const idleMw = window && rests && idlePowerMw(total, rests, window, averagingUs);
  return idleMw !== null && calibration ? calibratedMw(calibration, idleMw) : idleMw;
}
