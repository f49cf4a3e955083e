import {
  asFault,
  conditionAfterPreflight,
  describeReason,
  Fault,
  ladderAfterCheck,
  nextRung,
  quarantined,
  describeLadder,
  type DeviceCondition,
  type Ladder,
  type LadderStep,
  type PreflightVerdict,
  type Reason,
  type Rung,
  untilAborted,
} from '@joulefleet/core';
import {
  findDevice,
  moveDevice,
  storedReason,
  type DeviceEventToSave,
  type DeviceToWatch,
  type DeviceWithLease,
} from '@joulefleet/store';
import type { DeviceConnection } from '../connections/device-connection';
import { runCheck } from '../preflight/run-check';
import type { WatchPorts } from '../watch-ports';
import type { WatchTimings } from '../watch-timings';
import { parseLadder } from './parse-ladder';
import { takeRung } from './take-rung';

const OFFLINE = { availability: 'offline', health: 'unknown' } as const;

/** The device while a rung is taken. Whoever changes its condition meanwhile makes another version of it. */
interface Climb {
  ports: WatchPorts;
  device: DeviceWithLease;
  line: DeviceConnection;
  ladder: Ladder;
  version: number;
}

/**
 * Takes one rung of a device's recovery ladder, the gentlest that was not tried, and lets the pre-flight decide whether it
 * helped. The step stands in the device's row before it is taken: a controller that starts again goes on behind it. True: the
 * device is ready, or its suspended shard may be leased to it again.
 */
export async function climbLadder(ports: WatchPorts, row: DeviceToWatch, line: DeviceConnection): Promise<boolean> {
  const device = await findDevice(ports.database, row.name);
  if (!device) return false;
  const ladder = endInterrupted(parseLadder(device.ladder) ?? { open: false, faults: [], steps: [] });
  const present = line.connection() !== null;
  const climb: Climb = { ports, device, line, ladder, version: row.version };
  const means = { present, allowReboot: device.allowReboot, canPowerCycle: device.powerCycle !== null };
  const rung = nextRung(ladder.steps, means);
  if (rung === 'wait') return false;
  if (rung === 'quarantine') return giveUp(climb);
  const begun = await beginStep(climb, rung);
  return begun !== null && (present ? recoverPresent(begun, rung) : recoverAbsent(begun, rung));
}

/** A rung, and the pre-flight. Only what the device itself fails leads to the next rung. */
async function recoverPresent(climb: Climb, rung: Rung): Promise<boolean> {
  const { fault, evidence } = await attemptRung(climb, rung);
  if (fault) return endStep(climb, { helped: false, evidence }, afterFault(climb, fault));
  const verdict = await checkBehind(climb);
  if (verdict instanceof Error) {
    const outcome = { helped: false, evidence: `${evidence}; ${tellFault(verdict)}` };
    return endStep(climb, outcome, afterFault(climb, verdict));
  }
  const helped = verdict === 'passed' || verdict.kind !== 'blocked';
  const outcome = { helped, evidence: `${evidence}; ${verdict === 'passed' ? 'the check passed' : verdict.reason}` };
  return endStep(climb, outcome, helped ? afterCheck(climb, verdict) : onward(climb));
}

/** The pre-flight over the connection that a rung has left, or why it could not be made. */
async function checkBehind({ ports, device, line }: Climb): Promise<PreflightVerdict | Fault> {
  const connection = line.connection();
  if (!connection) return notConnected(device.name);
  return runCheck(ports, device, connection).catch((error: unknown) => {
    ports.stopping.throwIfAborted();
    return asFault(error);
  });
}

/** A rung for a device that does not answer: when it is back, the watch checks it, or its shard goes on. */
async function recoverAbsent(climb: Climb, rung: Rung): Promise<boolean> {
  const { fault, evidence } = await attemptRung(climb, rung);
  return endStep(climb, { helped: fault === null, evidence }, onward(climb));
}

async function attemptRung(
  { ports, device, line }: Climb,
  rung: Rung,
): Promise<{ fault: Fault | null; evidence: string }> {
  try {
    return { fault: null, evidence: await untilAborted(takeRung(ports, device, line, rung), ports.stopping) };
  } catch (error) {
    ports.stopping.throwIfAborted();
    const fault = asFault(error);
    return { fault, evidence: tellFault(fault) };
  }
}

async function beginStep(climb: Climb, rung: Rung): Promise<Climb | null> {
  const { ports, device, ladder } = climb;
  const step: LadderStep = { rung, startedAt: now(), endedAt: null, helped: false, evidence: 'under way' };
  const climbing = { ...ladder, steps: [...ladder.steps, step] };
  const deadlineInS = deadlineMs(rung, ports.timings) / 1000;
  const reason: Reason = { code: 'recovering', cause: causeOf(device), rung };
  const claimed = await move(climb, { ...OFFLINE, reason, deadlineInS, ladder: climbing });
  return claimed && { ...climb, ladder: climbing, version: claimed.version };
}

/** Where a device goes from a step, with the ladder as it is when the step has ended. */
type After = (climbed: Ladder) => DeviceCondition;

async function endStep(climb: Climb, outcome: Pick<LadderStep, 'helped' | 'evidence'>, after: After): Promise<boolean> {
  const { device, ladder } = climb;
  const last = { ...ladder.steps.at(-1)!, ...outcome, endedAt: now() };
  const to = after({ ...ladder, steps: [...ladder.steps.slice(0, -1), last] });
  const message = `recovery, ${last.rung.replace('_', ' ')}: ${outcome.evidence}`;
  const event: DeviceEventToSave = { kind: 'step', actor: 'controller', message, body: last };
  const moved = await move(climb, { ...to, consecutiveFaults: device.consecutiveFaults }, event);
  return moved !== null && outcome.helped;
}

/** The next rung follows at once. */
function onward({ device }: Climb): After {
  return (ladder) => ({ ...OFFLINE, reason: storedReason(device.reason), deadlineInS: 0, ladder });
}

/** The device is as it should be, or waits for something that no rung mends: to cool, or for others to leave it. */
function afterCheck({ device }: Climb, verdict: PreflightVerdict): After {
  return (climbed) => ({
    ...conditionAfterPreflight(verdict),
    ladder: ladderAfterCheck(climbed, device.consecutiveFaults),
  });
}

/**
 * What is not the device's fault is not counted against it: after a pause the gentle rungs are there again, and a check with
 * them. One that cuts the device off stays taken: it may have been carried out.
 */
function afterFault(climb: Climb, { origin }: Fault): After {
  if (origin === 'device') return onward(climb);
  const { device, ports } = climb;
  const deadlineInS = ports.timings.recheckMs / 1000;
  return (climbed) => {
    const steps = climbed.steps.filter(({ rung }) => rung === 'reboot' || rung === 'power_cycle');
    return { ...OFFLINE, reason: storedReason(device.reason), deadlineInS, ladder: { ...climbed, steps } };
  };
}

function tellFault({ message, origin }: Fault): string {
  return origin === 'device' ? message : `${message} (${origin})`;
}

function notConnected(where: string): Fault {
  return new Fault('it does not answer', { code: 'device_unreachable', origin: 'network', transient: true, where });
}

async function giveUp(climb: Climb): Promise<boolean> {
  const { device, ladder } = climb;
  const reason: Reason = { code: 'recovery_failed', cause: causeOf(device), tried: describeLadder(ladder) };
  const message = describeReason(reason);
  const event: DeviceEventToSave = { kind: 'condition', actor: 'controller', message, body: { ladder } };
  await move(climb, { ...quarantined(reason), ladder: { ...ladder, open: false } }, event);
  return false;
}

function move({ ports, device, version }: Climb, to: DeviceCondition, event?: DeviceEventToSave) {
  return moveDevice(ports.database, device.id, { lease: 'idle', version }, 'recovery', to, event);
}

/** What it is recovered from. */
function causeOf({ reason }: DeviceWithLease): string {
  const stored = storedReason(reason);
  if (!stored) return 'it failed';
  return stored.code === 'recovering' ? stored.cause : describeReason(stored);
}

/** A step that went down with the controller is not taken again. */
function endInterrupted(ladder: Ladder): Ladder {
  const end = (step: LadderStep): LadderStep =>
    step.endedAt === null ? { ...step, endedAt: now(), evidence: 'interrupted: the controller was restarted' } : step;
  return { ...ladder, steps: ladder.steps.map(end) };
}

function deadlineMs(rung: Rung, { checkMs, executorEndMs, bootMs }: WatchTimings): number {
  switch (rung) {
    case 'reconnect':
      return checkMs;
    case 'restart_agent':
      return executorEndMs + checkMs;
    case 'reboot':
    case 'power_cycle':
      return bootMs + checkMs;
  }
}

function now(): string {
  return new Date().toISOString();
}
