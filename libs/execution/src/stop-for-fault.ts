import {
  conditionAfterFault,
  conditionAfterPreflight,
  faultReason,
  quarantined,
  type Fault,
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

/** Something happened on the way: the health is unknown until a check. The first fault since the last one is told. */
export async function noteFault(database: Database, shard: BegunShard, fault: Fault): Promise<void> {
  const { health, consecutiveFaults, ladder } = shard.device;
  if (health !== 'good') return;
  const unknown = { health: 'unknown', consecutiveFaults, ladder: parseLadder(ladder) } as const;
  await setLeasedHealth(database, shard, unknown, eventOf(shard, fault));
}

/** Ends or suspends a shard that cannot be followed, and leaves its device as the fault says. */
export async function stopForFault(
  database: Database,
  shard: BegunShard,
  fault: Fault,
  decision: Exclude<AfterFault, { kind: 'reconnect' }>,
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
