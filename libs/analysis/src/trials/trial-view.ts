import {
  trialBody,
  type StoredTraceView,
  type TrialAttempt,
  type TrialBody,
  type TrialCheckView,
  type TrialView,
} from '@joulefleet/contracts';
import { quotedRails, timeOf, TRIAL_CHECKS } from '@joulefleet/core';
import type { AttemptRecord, CampaignSummary, TrialRecord } from '@joulefleet/store';
import { clocksOf } from './trial-clocks';

/** A trial as the API shows it. An account that an older or broken agent wrote leaves out what cannot be understood. */
export function trialView({ id, name, simulated }: CampaignSummary, trial: TrialRecord): TrialView {
  const { attempts, attempt, ...planned } = trial;
  return {
    ...planned,
    campaign: { id, name },
    simulated,
    counts: trial.state === 'accepted' ? attempt : null,
    attempts: attempts.map((each) => attemptView(trial.deviceClass, each)),
  };
}

function attemptView(deviceClass: string, stored: AttemptRecord): TrialAttempt {
  const { judgedAt, committedAt, calibrationId, body: account, ...rest } = stored;
  const body = bodyOf(account);
  const { attempt, outcome, verdict, simulated, energyMj, durationMs, meanPowerMw, idlePowerMw } = rest;
  const { absoluteUncertaintyMj, relativeUncertaintyMj } = rest;
  return {
    ...{ attempt, outcome, verdict, simulated, energyMj, durationMs, meanPowerMw, idlePowerMw },
    ...{ absoluteUncertaintyMj, relativeUncertaintyMj },
    judgedAt: judgedAt?.toISOString() ?? null,
    committedAt: committedAt.toISOString(),
    calibrated: calibrationId !== null,
    checks: checksOf(stored),
    ...accountOf(body),
    trace: traceOf(deviceClass, stored, body),
  };
}

/** Null: it cannot be understood. */
export function bodyOf(account: unknown): TrialBody | null {
  return trialBody.safeParse(account).data ?? null;
}

type Account = Pick<
  TrialAttempt,
  'error' | 'flags' | 'events' | 'windows' | 'clocks' | 'temperatures' | 'throttleC' | 'start' | 'sensor'
>;

function accountOf(body: TrialBody | null): Account {
  if (!body) {
    const nothing = { events: [], windows: [], clocks: [], temperatures: [], flags: [] };
    return { ...nothing, error: null, throttleC: null, start: null, sensor: null };
  }
  const { error, flags, events, throttleC, start, sensor, sampling } = body;
  return {
    error: error && { code: error.code, message: error.message, remedy: error.remedy ?? null },
    ...{ flags, events, throttleC, start },
    windows: windowsOf(body),
    clocks: clocksOf(body),
    temperatures: temperaturesOf(body),
    sensor: sensor && {
      layout: sensor.layout,
      averagingUs: sensor.averagingUs,
      periodUs: sampling?.periodUs ?? null,
    },
  };
}

/** In the order of their times, as far as both ends of each are known. */
function windowsOf({ events, idle }: TrialBody): TrialAttempt['windows'] {
  const worked = (['load', 'warmup', 'inference'] as const).flatMap((name) => {
    const [startUs, endUs] = [timeOf(events, `${name}_start`), timeOf(events, `${name}_end`)];
    return startUs === null || endUs === null ? [] : [{ name, startUs, endUs }];
  });
  const rests = idle
    ? [{ name: 'idle before', ...idle.before }, ...worked, { name: 'idle after', ...idle.after }]
    : worked;
  return [...rests].sort((a, b) => a.startUs - b.startUs);
}

function temperaturesOf({ temperatureC, start, events }: TrialBody): TrialAttempt['temperatures'] {
  const before = start?.beforeC ?? null;
  return [
    ...(before === null ? [] : [{ at: 'before loading', tUs: timeOf(events, 'load_start'), celsius: before }]),
    ...(temperatureC
      ? [
          { at: 'start of the window', tUs: timeOf(events, 'inference_start'), celsius: temperatureC.start },
          { at: 'end of the window', tUs: timeOf(events, 'inference_end'), celsius: temperatureC.end },
        ]
      : []),
  ];
}

/** All checks, where all were made. Raw data that could not be used was rejected without them. */
function checksOf({ verdict, findings }: AttemptRecord): TrialCheckView[] {
  if (verdict === null) return [];
  const found = findings.map(({ check, severity, message, remedy }): TrialCheckView => ({
    ...{ check, message, remedy },
    result: severity === 'reject' ? 'rejected' : 'flagged',
  }));
  const ofTable = new Set(TRIAL_CHECKS.map(({ name }) => name));
  if (found.some(({ check }) => !ofTable.has(check))) return found;
  return TRIAL_CHECKS.map(
    ({ name }) =>
      found.find(({ check }) => check === name) ?? { check: name, result: 'passed', message: null, remedy: null },
  );
}

function traceOf(deviceClass: string, stored: AttemptRecord, body: TrialBody | null): StoredTraceView {
  const { rails, storedSamples, firstTUs, lastTUs } = stored;
  return {
    state: traceStateOf(stored, body?.chunks ?? 0),
    rails: rails ?? [],
    totalRail: rails && totalRailOf(deviceClass, rails),
    ...{ samples: storedSamples, firstTUs, lastTUs },
  };
}

/** The rail that energy is quoted from; null: the trace has not got it. */
export function totalRailOf(deviceClass: string, rails: readonly string[]): string | null {
  const { totalRail } = quotedRails(deviceClass, rails);
  return rails.includes(totalRail) ? totalRail : null;
}

function traceStateOf({ chunks, judgedAt, samples }: AttemptRecord, announced: number): StoredTraceView['state'] {
  if (chunks > 0 && chunks >= announced) return 'stored';
  if (announced > 0 && judgedAt === null) return 'arriving';
  if (chunks > 0) return 'partial';
  return samples !== null && samples > 0 ? 'removed' : 'none';
}
