import { Fault, MAX_COOLDOWN_S, MAX_IDLE_S, MAX_START_WAIT_S, MAX_TRIAL_S } from '@joulefleet/core';
import type { AgentSession } from '@joulefleet/remote';
import type { BegunShard } from '@joulefleet/store';
import { knowsShard } from './knows-shard';

/** How often a device is asked whether it still knows the shard. */
const ASK_EVERY_MS = 15_000;
/** What a trial takes at most: it ends in a record. */
const MAX_ATTEMPT_S = MAX_COOLDOWN_S + MAX_START_WAIT_S + MAX_TRIAL_S + 2 * MAX_IDLE_S;
/** A busy device gets ten minutes more to apply, spool and restore. */
export const SILENCE_LIMIT_MS = (MAX_ATTEMPT_S + 600) * 1_000;

/**
 * Watches that a shard gets on, as long as it is followed over one connection: records come, and the device knows the shard. An
 * answered ping says neither.
 */
export class ShardPulse {
  private seenSeq = -1;
  private movedAtMs: number;
  private askedAtMs: number;

  constructor(
    private readonly session: Pick<AgentSession, 'status'>,
    private readonly shard: Pick<BegunShard, 'shardId' | 'device'>,
    private readonly nowMs: () => number,
  ) {
    this.movedAtMs = this.askedAtMs = nowMs();
  }

  /**
   * @param seq number of the last record that came, durable or not.
   * @throws Fault `shard_forgotten` (device, transient): the device knows the shard no more, as after its spool was removed;
   * `shard_stalled` (device): no record came for longer than a trial can take.
   */
  async check(seq: number): Promise<void> {
    const nowMs = this.nowMs();
    if (seq > this.seenSeq) [this.seenSeq, this.movedAtMs] = [seq, nowMs];
    if (nowMs - this.movedAtMs > SILENCE_LIMIT_MS) throw stalled(this.shard);
    if (nowMs - this.askedAtMs < ASK_EVERY_MS) return;
    this.askedAtMs = nowMs;
    if (!knowsShard(await this.session.status(), this.shard.shardId)) throw forgotten(this.shard);
  }
}

function forgotten({ device, shardId }: Pick<BegunShard, 'shardId' | 'device'>): Fault {
  return new Fault(`${device.name}: it does not know shard ${shardId} any more`, {
    code: 'shard_forgotten',
    origin: 'device',
    transient: true,
    where: device.name,
    remedy: 'Look for what removes files below ~/.joulefleet on the device.',
  });
}

function stalled({ device, shardId }: Pick<BegunShard, 'shardId' | 'device'>): Fault {
  const minutes = Math.round(SILENCE_LIMIT_MS / 60_000);
  return new Fault(`${device.name}: no record of shard ${shardId} came for ${minutes} minutes`, {
    code: 'shard_stalled',
    origin: 'device',
    transient: false,
    where: device.name,
    remedy: 'Look at ~/.joulefleet/state/executor.log on the device, then have it checked.',
  });
}
