import {
  asFault,
  ladderAfterCheck,
  nextRung,
  tellLadder,
  type Ladder,
  type LadderStep,
  type Rung,
  untilAborted,
} from '@joulefleet/core';
import {
  findDevice,
  moveDevice,
  type DeviceCondition,
  type DeviceEventToSave,
  type DeviceToWatch,
  type DeviceWithLease,
} from '@joulefleet/store';
import { conditionAfterPreflight } from '../preflight/condition-after-preflight';
import type { CarePorts } from '../watch/care-ports';
import { runCheck, untilOf } from '../watch/check-returned';
import type { KeptLine } from '../watch/kept-line';
import type { WatchTimings } from '../watch/watch-timings';
import { quarantined } from './condition-after-fault';
import { parseLadder } from './parse-ladder';
import { takeRung } from './take-rung';

const OFFLINE = { availability: 'offline', health: 'unknown' } as const;

/** The device while a rung is taken: nobody else touches it before `until`. */
interface Climb {
  ports: CarePorts;
  device: DeviceWithLease;
  line: KeptLine;
  ladder: Ladder;
  until: Date | undefined;
}

/**
 * Takes one rung of a device's recovery ladder, the gentlest that was not tried, and lets the pre-flight decide whether it
 * helped. The step stands in the device's row before it is taken: a controller that starts again goes on behind it. True: the
 * device is ready, or its suspended shard may be leased to it again.
 */
export async function climbLadder(ports: CarePorts, row: DeviceToWatch, line: KeptLine): Promise<boolean> {
  const device = await findDevice(ports.database, row.name);
  if (!device) return false;
  const ladder = endInterrupted(parseLadder(device.ladder) ?? { open: false, faults: [], steps: [] });
  const present = line.connection() !== null;
  // That of an absent device moves on with each try to connect.
  const climb: Climb = { ports, device, line, ladder, until: present ? untilOf(row) : undefined };
  const means = { present, allowReboot: device.allowReboot, canPowerCycle: device.powerCycle !== null };
  const rung = nextRung(ladder.steps, means);
  if (rung === 'wait') return false;
  if (rung === 'quarantine') return giveUp(climb);
  const begun = await beginStep(climb, rung);
  return begun !== null && (present ? recoverPresent(begun, rung) : recoverAbsent(begun, rung));
}

/** A rung, and the pre-flight. */
async function recoverPresent(climb: Climb, rung: Rung): Promise<boolean> {
  const { ports, device, line } = climb;
  const attempt = await attemptRung(climb, rung);
  if (attempt.failed) return endStep(climb, { helped: false, evidence: attempt.evidence });
  try {
    const connection = line.connection();
    if (!connection)
      return await endStep(climb, { helped: false, evidence: `${attempt.evidence}; it does not answer` });
    const verdict = await runCheck(ports, device, connection);
    const helped = verdict === 'passed' || verdict.kind === 'cooling';
    const evidence = `${attempt.evidence}; ${verdict === 'passed' ? 'the check passed' : verdict.reason}`;
    return await endStep(climb, { helped, evidence }, helped ? conditionAfterPreflight(verdict) : undefined);
  } catch (error) {
    ports.stopping.throwIfAborted();
    return endStep(climb, { helped: false, evidence: `${attempt.evidence}; ${asFault(error).message}` });
  }
}

/** A rung for a device that does not answer: when it is back, the watch checks it, or its shard goes on. */
async function recoverAbsent(climb: Climb, rung: Rung): Promise<boolean> {
  const { failed, evidence } = await attemptRung(climb, rung);
  return endStep(climb, { helped: !failed, evidence });
}

async function attemptRung({ ports, device, line }: Climb, rung: Rung): Promise<{ failed: boolean; evidence: string }> {
  try {
    return { failed: false, evidence: await untilAborted(takeRung(ports, device, line, rung), ports.stopping) };
  } catch (error) {
    ports.stopping.throwIfAborted();
    return { failed: true, evidence: asFault(error).message };
  }
}

async function beginStep(climb: Climb, rung: Rung): Promise<Climb | null> {
  const { ports, device, ladder } = climb;
  const step: LadderStep = { rung, startedAt: now(), endedAt: null, helped: false, evidence: 'under way' };
  const climbing = { ...ladder, steps: [...ladder.steps, step] };
  const untilInS = deadlineMs(rung, ports.timings) / 1000;
  const reason = `${device.reason ?? 'it failed'}; recovery: ${rung.replace('_', ' ')}`;
  const claimed = await move(climb, { ...OFFLINE, reason, untilInS, ladder: climbing });
  return claimed && { ...climb, ladder: climbing, until: claimed.until ?? undefined };
}

/** `to`: where the device goes; offline for the next rung when left out. */
async function endStep(
  climb: Climb,
  outcome: Pick<LadderStep, 'helped' | 'evidence'>,
  to: DeviceCondition = { ...OFFLINE, reason: climb.device.reason, untilInS: 0 },
): Promise<boolean> {
  const { device, ladder } = climb;
  const last = { ...ladder.steps.at(-1)!, ...outcome, endedAt: now() };
  const climbed = { ...ladder, steps: [...ladder.steps.slice(0, -1), last] };
  const done = to.availability !== 'offline';
  const { faultsInRow } = device;
  const message = `recovery, ${last.rung.replace('_', ' ')}: ${outcome.evidence}`;
  const after = { ...to, faultsInRow, ladder: done ? ladderAfterCheck(climbed, faultsInRow) : climbed };
  const moved = await move(climb, after, { kind: 'step', actor: 'controller', message, body: last });
  return moved !== null && (to.availability === 'ready' || outcome.helped);
}

async function giveUp(climb: Climb): Promise<boolean> {
  const { device, ladder } = climb;
  const why = `${device.reason ?? 'it failed'}; recovery did not help: ${tellLadder(ladder)}`;
  const event: DeviceEventToSave = { kind: 'condition', actor: 'controller', message: why, body: { ladder } };
  await move(climb, { ...quarantined(why), ladder: { ...ladder, open: false } }, event);
  return false;
}

function move({ ports, device, until }: Climb, to: DeviceCondition, event?: DeviceEventToSave) {
  return moveDevice(ports.database, device.id, { from: ['offline'], lease: 'idle', until }, to, event);
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
