import type { TrialBody } from '@joulefleet/contracts';
import {
  aliasBound,
  checkTrial,
  decodeTrace,
  DEFAULT_LIMITS,
  energyUncertainty,
  frequencyTable,
  inferenceWindow,
  integrateEnergy,
  isAccepted,
  joinTraces,
  railPowerMw,
  regularMarks,
  selectInside,
  timeOf,
  type AliasBound,
  type DeviceClass,
  type Finding,
  type PowerSamples,
  type TimeWindow,
  type Trace,
  type WindowEnergy,
} from '@joulefleet/core';
import type { Judgement, LockedTrial, StoredChunk } from '@joulefleet/store';

export interface Judged extends Judgement {
  findings: Finding[];
}

/** Energy, uncertainty and validity of one measured attempt. Pure. */
export function judgeTrial(
  trial: Pick<LockedTrial, 'deviceClass' | 'cpuKhz' | 'gpuHz'>,
  body: TrialBody,
  chunks: readonly StoredChunk[],
): Judged {
  const { totalRail, partRails } = frequencyTable(trial.deviceClass as DeviceClass);
  const trace = traceOf(chunks);
  const total: PowerSamples = { tUs: trace.tUs, powerMw: railPowerMw(trace, totalRail) ?? [] };
  const averagingUs = body.sensor?.averagingUs ?? 0;
  const window = inferenceWindow(body.events);
  const energy = window && total.powerMw.length > 0 ? integrateEnergy(total, window, averagingUs) : null;
  const alias = window && aliasOf(total, window, body.batches, averagingUs);
  const findings = checkTrial({
    requested: { cpuKhz: trial.cpuKhz ?? 'dvfs', gpuHz: trial.gpuHz ?? 'dvfs' },
    before: body.before,
    after: body.after,
    events: body.events,
    flags: body.flags,
    temperatureC: body.temperatureC,
    trace,
    totalRail,
    partRails,
    averagingUs,
    energy,
    alias,
    limits: DEFAULT_LIMITS,
  });
  return {
    verdict: energy && isAccepted(findings) ? 'accepted' : 'rejected',
    findings,
    ...figuresOf(energy, alias),
    loadEnergyMj: loadEnergyMj(total, body.events, averagingUs),
    samples: trace.tUs.length,
  };
}

function traceOf(chunks: readonly StoredChunk[]): Trace {
  if (chunks.length === 0) return { rails: [], tUs: [], powerMw: [] };
  return joinTraces(chunks.map((chunk) => decodeTrace({ ...chunk, data: chunk.data.toString('base64') })));
}

function figuresOf(energy: WindowEnergy | null, alias: AliasBound | null) {
  if (!energy) {
    return {
      energyMj: null,
      durationMs: null,
      meanPowerMw: null,
      absoluteUncertaintyMj: null,
      relativeUncertaintyMj: null,
    };
  }
  const { energyMj, durationMs, meanPowerMw } = energy;
  return { energyMj, durationMs, meanPowerMw, ...energyUncertainty(energy, alias?.boundShare ?? 0) };
}

/** How far sampling in step with the batches may be off; the workload tells their number and mean duration. */
function aliasOf(
  total: PowerSamples,
  window: TimeWindow,
  batches: TrialBody['batches'],
  averagingUs: number,
): AliasBound | null {
  if (!batches || batches.count < 1 || total.powerMw.length === 0) return null;
  const marksUs = regularMarks(window.startUs, (window.endUs - window.startUs) / batches.count, batches.count);
  return aliasBound(selectInside(total, window, averagingUs), marksUs, averagingUs);
}

/** Energy of loading the model: too short for some devices to tell, then null. */
function loadEnergyMj(total: PowerSamples, events: TrialBody['events'], averagingUs: number): number | null {
  const startUs = timeOf(events, 'load_start');
  const endUs = timeOf(events, 'load_end');
  if (startUs === null || endUs === null || total.powerMw.length === 0) return null;
  return integrateEnergy(total, { startUs, endUs }, averagingUs)?.energyMj ?? null;
}
