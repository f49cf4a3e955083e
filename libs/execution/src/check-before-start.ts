import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type PreflightVerdict } from '@joulefleet/core';
import { checkDevice, parseLadder } from '@joulefleet/fleet';
import type { AgentSession } from '@joulefleet/remote';
import { setLeasedHealth, type BegunShard, type Database } from '@joulefleet/store';
import { needsCheck } from './needs-check';

const EXECUTOR_ENDS_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 250;

/**
 * The pre-flight before a shard's first trial, where one is due and the device does not execute the shard already. What it passes
 * is noted: its health is good, and the device's own faults stay counted.
 * @throws Fault as of `checkDevice`; `executor_stuck` (device) when another shard does not end there.
 */
export async function checkBeforeStart(
  database: Database,
  session: AgentSession,
  shard: BegunShard,
): Promise<PreflightVerdict> {
  const { device, campaignId } = shard;
  if (!needsCheck(shard, new Date())) return 'passed';
  const { executor, spools } = await session.status();
  const begun = executor?.shardId === shard.shardId || spools.some(({ shardId }) => shardId === shard.shardId);
  if (begun) return 'passed';
  if (executor) await endOther(session, shard, executor.shardId);
  const { verdict } = await checkDevice({ database }, device, session, { for: campaignId });
  if (verdict === 'passed') {
    const { faultsInRow } = device;
    await setLeasedHealth(database, shard, { health: 'good', faultsInRow, ladder: parseLadder(device.ladder) });
    device.health = 'good';
  }
  return verdict;
}

/** Whoever holds the lease knows that every other shard is over. */
async function endOther(session: AgentSession, { fence, device }: BegunShard, shardId: string): Promise<void> {
  await session.cancel(shardId, fence);
  const deadlineMs = Date.now() + EXECUTOR_ENDS_WITHIN_MS;
  while ((await session.status()).executor !== null) {
    if (Date.now() > deadlineMs) {
      throw new Fault(`${device.name}: the executor of an earlier shard does not end`, {
        code: 'executor_stuck',
        origin: 'device',
        transient: false,
        where: device.name,
      });
    }
    await sleep(LOOK_EVERY_MS);
  }
}
