import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type Health, type PreflightVerdict } from '@joulefleet/core';
import { checkDevice, parseLadder } from '@joulefleet/fleet';
import type { AgentSession } from '@joulefleet/remote';
import { saveCheck, setLeasedHealth, type BegunShard, type Database, type Queryable } from '@joulefleet/store';
import { knowsShard } from './knows-shard';
import { needsCheck } from './needs-check';

const EXECUTOR_ENDS_WITHIN_MS = 60_000;
const POLL_INTERVAL_MS = 250;

export interface StartCheck {
  verdict: PreflightVerdict;
  /** Of the device, after the check. */
  health: Health;
}

/**
 * The pre-flight before a shard's first trial, where one is due and the device does not execute the shard already. A device that
 * passes it is of good health; its own faults stay counted.
 * @throws Fault as `checkDevice`; `executor_stuck` (device) when another shard does not end there; `stale_fence` when the lease
 * went to another worker: nothing is kept then.
 */
export async function checkBeforeStart(
  database: Database,
  session: AgentSession,
  shard: BegunShard,
): Promise<StartCheck> {
  const { device, campaignId } = shard;
  const unchanged: StartCheck = { verdict: 'passed', health: device.health as Health };
  if (!needsCheck(shard, new Date())) return unchanged;
  const status = await session.status();
  if (knowsShard(status, shard.shardId)) return unchanged;
  if (status.executor) await endOther(session, shard, status.executor.shardId);
  const keep = async (save: (db: Queryable) => Promise<void>): Promise<void> => {
    if (!(await saveCheck(database, shard, save))) throw staleFence(shard);
  };
  const { verdict } = await checkDevice({ database, keep }, device, session, { for: campaignId });
  if (verdict !== 'passed') return { ...unchanged, verdict };
  const { consecutiveFaults } = device;
  await setLeasedHealth(database, shard, { health: 'good', consecutiveFaults, ladder: parseLadder(device.ladder) });
  return { verdict, health: 'good' };
}

function staleFence({ shardId, fence }: BegunShard): Fault {
  return new Fault(`the lease of shard ${shardId} went to another worker after fence ${fence}`, {
    code: 'stale_fence',
    origin: 'controller',
    transient: false,
  });
}

/** Whoever holds the lease knows that every other shard is over. */
async function endOther(session: AgentSession, { fence, device }: BegunShard, shardId: string): Promise<void> {
  await session.cancel(shardId, fence);
  const deadlineMs = performance.now() + EXECUTOR_ENDS_WITHIN_MS;
  while ((await session.status()).executor !== null) {
    if (performance.now() > deadlineMs) {
      throw new Fault(`${device.name}: the executor of an earlier shard does not end`, {
        code: 'executor_stuck',
        origin: 'device',
        transient: false,
        where: device.name,
      });
    }
    await sleep(POLL_INTERVAL_MS);
  }
}
