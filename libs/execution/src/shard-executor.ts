import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { shardEndBody, type ShardJob } from '@joulefleet/contracts';
import { asFault, describeReason, untilAborted, type Fault, type Health, type StopLimits } from '@joulefleet/core';
import { AGENT_FILE, MASTER_KEY, parseLadder, sshTargetOf } from '@joulefleet/fleet';
import { Metrics, type MasterKey } from '@joulefleet/platform';
import { LiveReadings, Nudges, Queues, ShardHandler } from '@joulefleet/queue';
import { openAgent, type AgentFile, type OpenAgent } from '@joulefleet/remote';
import {
  beginShard,
  DATABASE,
  databaseFault,
  handOverShard,
  readShardEnd,
  readTrialsToExecute,
  renewLease,
  type BegunShard,
  type Database,
} from '@joulefleet/store';
import { BusyTime } from './busy-time';
import { checkBeforeStart } from './check-before-start';
import { decideAfterFault } from './decide-after-fault';
import { decideAfterShard } from './decide-after-shard';
import { followShard } from './follow-shard';
import { KeptAgents } from './kept-agents';
import { outlastDatabase } from './outlast-database';
import { settleJudgedShard } from './settle-judged-shard';
import { noteFault, refuseDevice, stopForFault } from './stop-for-fault';
import { settleUnstartedShard } from './settle-unstarted-shard';
import { ShardStopper } from './stop-shard';
import { StopStates } from './stop-states';

/** The name under which this process holds leases. */
export const LEASE_HOLDER = Symbol('LEASE_HOLDER');
/** How long an agent has to end a shard. */
export const STOP_LIMITS_TOKEN = Symbol('STOP_LIMITS');

const HEARTBEAT_MS = 10_000;

interface Execution {
  stopper: ShardStopper;
  busy: BusyTime;
}

/** Executes shards: connects, follows, and settles or suspends them under their lease. */
@Injectable()
export class ShardExecutor extends ShardHandler implements OnApplicationShutdown {
  private readonly logger = new Logger('execution');
  private readonly agents = new KeptAgents();
  private readonly stopStates: StopStates;
  @Inject(LEASE_HOLDER) private readonly holder!: string;
  @Inject(STOP_LIMITS_TOKEN) private readonly stopLimits!: StopLimits;
  @Inject(LiveReadings) private readonly live!: LiveReadings;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AGENT_FILE) private readonly agent: AgentFile,
    @Inject(MASTER_KEY) private readonly masterKey: MasterKey,
    private readonly queues: Queues,
    private readonly nudges: Nudges,
    private readonly metrics: Metrics,
  ) {
    super();
    this.stopStates = new StopStates(database);
  }

  override async execute(job: ShardJob, signal: AbortSignal): Promise<void> {
    const { database, nudges } = this;
    const shard = await beginShard(database, job, this.holder);
    // Somebody else holds the lease by now: the job is of the past.
    if (!shard || (await settleUnstartedShard({ database, nudges }, shard))) return;
    const about = { device: shard.device.name, shardId: shard.shardId, fence: shard.fence, attempt: shard.attempt };
    this.logger.log(about, `shard of ${shard.trials.length} trials begins`);
    const lost = new AbortController();
    const stopper = new ShardStopper(this.stopStates, shard, this.stopLimits);
    const busy = new BusyTime();
    const heartbeat = setInterval(() => void this.heartbeat(shard, busy, lost), HEARTBEAT_MS);
    try {
      await this.toItsEnd(shard, AbortSignal.any([signal, lost.signal]), { stopper, busy });
    } catch (error) {
      // The lease went to somebody else: nothing of this shard is ours any more.
      if (lost.signal.aborted) return;
      if (!signal.aborted) throw error;
      await handOverShard(this.database, shard);
    } finally {
      clearInterval(heartbeat);
      stopper.close();
      this.nudges.publish('dispatch');
    }
  }

  /** Each new try begins the shard again: trials that were settled meanwhile must not be executed a second time. */
  private async toItsEnd(begun: BegunShard, signal: AbortSignal, { stopper, busy }: Execution): Promise<void> {
    let shard = begun;
    const untilOverdue = AbortSignal.any([signal, stopper.overdue]);
    const { database, queues, nudges, live } = this;
    for (let reconnects = 0; ; reconnects++) {
      try {
        const open = await this.connect(shard, untilOverdue);
        let isOver = false;
        try {
          const checking = checkBeforeStart(database, open.session, shard);
          const { verdict, health } = await untilAborted(checking, untilOverdue);
          if (verdict !== 'passed') return await refuseDevice(this.database, shard, verdict);
          shard = { ...shard, device: { ...shard.device, health } };
          const ports = { database, queues, nudges, live, stopper, busy };
          const following = followShard(ports, open.session, shard, untilOverdue);
          await untilAborted(following, untilOverdue);
          isOver = true;
        } finally {
          if (!isOver) open.close();
        }
        this.agents.keep(shard.device, open);
        await busy.handTo((ms) => renewLease(database, shard, ms));
        return await this.settle(shard);
      } catch (error) {
        signal.throwIfAborted();
        const fault = databaseFault(error) ?? asFault(error);
        this.metrics.countFault(fault.origin, 'execution');
        this.logger.warn({ device: shard.device.name, shardId: shard.shardId, code: fault.code }, fault.message);
        await outlastDatabase(() => noteFault(database, shard, fault, reconnects), signal);
        const again = await outlastDatabase(() => beginShard(database, shard, this.holder), signal);
        if (!again) return;
        if (again.durable.lastSeq > shard.durable.lastSeq) reconnects = 0;
        if (!(await this.recover(again, fault, reconnects, signal))) return;
        shard = again;
      }
    }
  }

  /** Agents go on with their shards. */
  onApplicationShutdown(): void {
    this.agents.close();
  }

  /** A connection that opens after the abort is closed at once. */
  private async connect({ device }: BegunShard, signal: AbortSignal): Promise<OpenAgent> {
    const kept = await this.agents.take(device);
    if (kept) return kept;
    const opening = openAgent(sshTargetOf(this.masterKey, device), this.agent);
    try {
      return await untilAborted(opening, signal);
    } catch (error) {
      opening.then((open) => open.close()).catch(() => undefined);
      throw error;
    }
  }

  /** True: try again. */
  private async recover(shard: BegunShard, fault: Fault, reconnects: number, signal: AbortSignal): Promise<boolean> {
    const decision = decideAfterFault(fault, reconnects, shard.attempt);
    if ('afterMs' in decision) await sleep(decision.afterMs * (0.75 + Math.random() / 2), undefined, { signal });
    if (decision.kind === 'reconnect') return true;
    if (decision.kind === 'hand_over') await handOverShard(this.database, shard);
    else await stopForFault(this.database, shard, fault, decision);
    return false;
  }

  private async settle(shard: BegunShard): Promise<void> {
    const { database } = this;
    const { name, health, consecutiveFaults, ladder } = shard.device;
    const end = shardEndBody.safeParse(await readShardEnd(database, shard.shardId)).data ?? null;
    const device = { health: health as Health, consecutiveFaults, ladder: parseLadder(ladder) };
    const unexecuted = (await readTrialsToExecute(database, shard.shardId)).length;
    const after = decideAfterShard(end, unexecuted, device, new Date().toISOString());
    const message = `${after.availability} after its shard: ${after.reason && describeReason(after.reason)}`;
    const event = { kind: 'fault', actor: 'controller', message, body: { shardId: shard.shardId, end } } as const;
    await settleJudgedShard(database, shard, after, after.availability === 'ready' ? undefined : event);
    const about = { device: name, shardId: shard.shardId, outcome: end?.reason };
    this.logger.log(about, `shard is over, the device is ${after.availability}`);
  }

  private async heartbeat(shard: BegunShard, busy: BusyTime, lost: AbortController): Promise<void> {
    // A database that does not answer is no lost lease: the next heartbeat tells.
    const ours = await busy.handTo((ms) => renewLease(this.database, shard, ms)).catch(() => true);
    if (!ours) lost.abort(new Error(`the lease of shard ${shard.shardId} went to another worker`));
  }
}
