import {
  conditionAfterFault,
  conditionAfterPreflight,
  faultReason,
  quarantined,
  type Fault,
  type Health,
  type PreflightVerdict,
} from '@joulefleet/core';
import { parseLadder } from '@joulefleet/fleet';
import {
  setLeasedHealth,
  suspendShard,
  type BegunShard,
  type Database,
  type DeviceEventToSave,
} from '@joulefleet/store';
import { settleJudgedShard } from './settle-judged-shard';
import type { AfterFault } from './decide-after-fault';

/**
 * Something happened on the way: the health is unknown until a check, and the first fault since the last one is reported. A fault of
 * the controller says nothing of the device: it is only told.
 *
 * @param reconnects connections lost in a row before this one.
 */
export async function noteFault(
  database: Database,
  shard: BegunShard,
  fault: Fault,
  reconnects: number,
): Promise<void> {
  const { consecutiveFaults } = shard.device;
  const before = shard.device.health as Health;
  const ours = fault.origin === 'controller';
  if (ours ? reconnects > 0 || !isTold(shard.attempt) : before !== 'good') return;
  const health = ours ? before : 'unknown';
  const noted = { health, consecutiveFaults, ladder: parseLadder(shard.device.ladder) };
  await setLeasedHealth(database, shard, noted, eventOf(shard, fault));
}

/** What lasts is reported more and more rarely: in the executions 1, 2, 4, 8 and so on. */
function isTold(attempt: number): boolean {
  return Number.isInteger(Math.log2(attempt));
}

/** Ends or suspends a shard that cannot be followed, and leaves its device as the fault says. */
export async function stopForFault(
  database: Database,
  shard: BegunShard,
  fault: Fault,
  decision: Exclude<AfterFault, { kind: 'reconnect' | 'hand_over' }>,
): Promise<void> {
  const reason = faultReason(fault);
  switch (decision.kind) {
    case 'offline':
      await suspendShard(database, shard, { reason, retryInS: decision.retryInS });
      return;
    case 'quarantine':
      await settleJudgedShard(database, shard, quarantined(reason), eventOf(shard, fault));
      return;
    case 'fault': {
      const { consecutiveFaults, ladder } = shard.device;
      const device = { consecutiveFaults, ladder: parseLadder(ladder) };
      const after = conditionAfterFault(fault, device, new Date().toISOString());
      await settleJudgedShard(database, shard, after, eventOf(shard, fault));
    }
  }
}

/**
 * Leaves a device that did not pass the check before its shard. What passes by itself (somebody else works there) is waited for
 * with the shard; otherwise the shard gives the device back, and its trials wait for it.
 */
export async function refuseDevice(
  database: Database,
  shard: BegunShard,
  verdict: Exclude<PreflightVerdict, 'passed'>,
): Promise<void> {
  const after = conditionAfterPreflight(verdict);
  if (verdict.kind !== 'retry') await settleJudgedShard(database, shard, after);
  else await suspendShard(database, shard, { reason: after.reason!, retryInS: after.deadlineInS ?? 0 });
}

function eventOf({ shardId }: BegunShard, { code, message, origin, transient }: Fault): DeviceEventToSave {
  const body = { code, origin, transient, shardId };
  return { kind: 'fault', actor: 'controller', message: `${message} (${origin})`, body };
}
