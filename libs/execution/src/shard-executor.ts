import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { shardEndBody, type ShardJob } from '@joulefleet/contracts';
import { asFault, type Fault } from '@joulefleet/core';
import { AGENT_FILE, sshTargetOf } from '@joulefleet/fleet';
import { Nudges, Queues, ShardHandler } from '@joulefleet/queue';
import { openAgent, type AgentFile } from '@joulefleet/remote';
import {
  beginShard,
  DATABASE,
  databaseFault,
  extendLease,
  handOverShard,
  readShardEnd,
  settleShard,
  suspendShard,
  type BegunShard,
  type Database,
} from '@joulefleet/store';
import { decideAfterFault } from './decide-after-fault';
import { decideAfterShard } from './decide-after-shard';
import { followShard } from './follow-shard';

const HEARTBEAT_MS = 10_000;

/** Executes shards: connects, follows, and settles or suspends them under their lease. */
@Injectable()
export class ShardExecutor extends ShardHandler {
  private readonly logger = new Logger('execution');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AGENT_FILE) private readonly agent: AgentFile,
    private readonly queues: Queues,
    private readonly nudges: Nudges,
  ) {
    super();
  }

  override async execute(job: ShardJob, signal: AbortSignal): Promise<void> {
    const shard = await beginShard(this.database, job);
    // Somebody else holds the lease by now: the job is of the past.
    if (!shard) return;
    const about = { device: shard.device.name, shardId: shard.shardId, fence: shard.fence, attempt: shard.attempt };
    this.logger.log(about, `shard of ${shard.trials.length} trials begins`);
    const lost = new AbortController();
    const heartbeat = setInterval(() => void this.heartbeat(shard, lost), HEARTBEAT_MS);
    try {
      await this.toItsEnd(shard, AbortSignal.any([signal, lost.signal]));
    } catch (error) {
      // The lease went to somebody else: nothing of this shard is ours any more.
      if (lost.signal.aborted) return;
      if (!signal.aborted) throw error;
      await handOverShard(this.database, shard);
    } finally {
      clearInterval(heartbeat);
      this.nudges.publish('dispatch');
    }
  }

  /** Each new try begins the shard again: trials that were settled meanwhile must not be executed a second time. */
  private async toItsEnd(begun: BegunShard, signal: AbortSignal): Promise<void> {
    let shard = begun;
    for (let reconnects = 0; ; reconnects++) {
      try {
        await this.follow(shard, signal);
        return await this.settle(shard);
      } catch (error) {
        signal.throwIfAborted();
        const fault = databaseFault(error) ?? asFault(error);
        this.logger.warn({ device: shard.device.name, shardId: shard.shardId, code: fault.code }, fault.message);
        const again = await beginShard(this.database, shard);
        if (!again) return;
        if (again.durable.lastSeq > shard.durable.lastSeq) reconnects = 0;
        if (!(await this.recover(again, fault, reconnects, signal))) return;
        shard = again;
      }
    }
  }

  private async follow(shard: BegunShard, signal: AbortSignal): Promise<void> {
    const open = await openAgent(await sshTargetOf(shard.device), this.agent);
    try {
      const { database, queues, nudges } = this;
      await followShard({ database, queues, nudges }, open.session, shard, signal);
    } finally {
      open.close();
    }
  }

  /** True: try again. */
  private async recover(shard: BegunShard, fault: Fault, reconnects: number, signal: AbortSignal): Promise<boolean> {
    const decision = decideAfterFault(fault, reconnects, shard.attempt);
    if (decision.kind === 'reconnect') {
      await sleep(decision.afterMs * (0.75 + Math.random() / 2), undefined, { signal });
      return true;
    }
    const reason = `${fault.message} (${fault.origin})`;
    if (decision.kind === 'offline') await suspendShard(this.database, shard, { reason, retryInS: decision.retryInS });
    else await settleShard(this.database, shard, { availability: 'quarantined', health: 'bad', reason });
    return false;
  }

  private async settle(shard: BegunShard): Promise<void> {
    const end = shardEndBody.safeParse(await readShardEnd(this.database, shard.shardId));
    const after = decideAfterShard(end.success ? end.data : null);
    await settleShard(this.database, shard, after);
    const about = { device: shard.device.name, shardId: shard.shardId, outcome: end.data?.reason };
    this.logger.log(about, `shard is over, the device is ${after.availability}`);
  }

  private async heartbeat(shard: BegunShard, lost: AbortController): Promise<void> {
    // A database that does not answer is no lost lease: the next heartbeat tells.
    const ours = await extendLease(this.database.pool, shard).catch(() => true);
    if (!ours) lost.abort(new Error(`the lease of shard ${shard.shardId} went to another worker`));
  }
}
