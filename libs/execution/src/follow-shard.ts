import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentProgress, ShardEndBody, SpoolRecord } from '@joulefleet/contracts';
import { Fault, type ShardStop } from '@joulefleet/core';
import type { LiveReadings, Nudges, Queues } from '@joulefleet/queue';
import type { AgentSession } from '@joulefleet/remote';
import {
  readDurableRecords,
  readStartsBefore,
  saveProgress,
  saveShardEnd,
  type BegunShard,
  type Database,
} from '@joulefleet/store';
import type { BusyTime } from './busy-time';
import { knowsShard } from './knows-shard';
import { livePublisher } from './live-publisher';
import { RecordOutbox } from './record-outbox';
import { ShardPulse } from './shard-pulse';
import { shardSpecOf } from './shard-spec-of';
import { StopRequests, type ShardStopper } from './stop-shard';

/** Nudges may get lost: the durable records, and whether the campaign still wants more, are looked at this often anyway. */
const POLL_INTERVAL_MS = 1_000;
const PING_EVERY_MS = 5_000;
const PROGRESS_INTERVAL_MS = 1_000;

export interface FollowPorts {
  database: Database;
  queues: Queues;
  nudges: Nudges;
  live: LiveReadings;
  stopper: ShardStopper;
  busy: BusyTime;
}

/**
 * Starts (or adopts) a shard on its device and follows it until its last record is durable and acknowledged; one whose campaign
 * is paused or cancelled is not started, or is ended. Whatever breaks is thrown; beginning the shard again and calling it goes on
 * behind the last durable record.
 */
export async function followShard(
  ports: FollowPorts,
  session: AgentSession,
  shard: BegunShard,
  signal: AbortSignal,
): Promise<void> {
  const { shardId, fence, durable } = shard;
  const wake = new Wake(signal);
  const outbox = new RecordOutbox(ports.queues, shard, monotonicMs, (error) => wake.fail(error));
  const { stopper } = ports;
  const requests = new StopRequests(session, shard);
  const stopNudge = { isNew: false };
  const subscriptions = [
    ports.nudges.subscribe(`committed:${shardId}`, () => wake.nudge()),
    ports.nudges.subscribe(`stop:${shard.campaignId}`, () => {
      stopNudge.isNew = true;
      wake.nudge();
    }),
    session.onEnd(() => wake.fail(connectionLost(shard))),
  ];
  const timers = [
    setInterval(() => wake.nudge(), POLL_INTERVAL_MS),
    setInterval(() => void session.ping().catch((error: Error) => wake.fail(error)), PING_EVERY_MS),
  ];
  try {
    if (!(await startOrEnd(ports, session, shard))) return;
    await session.attach(shardId, fence, durable.lastSeq, {
      record: (record) => {
        ports.busy.mark();
        takeIn(outbox, record, wake);
      },
      progress: progressSaver(ports.database, shard, ports.busy),
      live: livePublisher(ports.live, shard),
    });
    const pulse = new ShardPulse(session, shard, monotonicMs);
    await acknowledgeUntilEnd(ports.database, session, shard, { outbox, stopper, stopNudge, requests, pulse, wake });
  } finally {
    for (const unsubscribe of subscriptions) unsubscribe();
    timers.forEach(clearInterval);
    outbox.close();
    wake.close();
    session.detach(shardId);
  }
}

/** False: it is over, and was never started on the device. */
async function startOrEnd(
  { database, stopper }: FollowPorts,
  session: AgentSession,
  shard: BegunShard,
): Promise<boolean> {
  // Asked together: each answer takes as long as the device is far away.
  const pruning = pruneSpools(session, shard);
  pruning.catch(() => undefined);
  if (shard.durable.ended) return pruning.then(() => true);
  const starting = { ...shard, deviceId: shard.device.id };
  const [stop, starts] = await Promise.all([stopper.next(), readStartsBefore(database.pool, starting)]);
  const isToStart = !stop && shard.trials.length > 0;
  if (isToStart) await session.start(shardSpecOf(shard, starts));
  const isPresent = await pruning;
  if (isToStart || isPresent) return true;
  await endWithoutSpool(database, session, shard, stop);
  return false;
}

interface Following {
  outbox: RecordOutbox;
  stopper: ShardStopper;
  /** The campaign was just stopped, in whatever way: the stopper's next look would come late. */
  stopNudge: { isNew: boolean };
  requests: StopRequests;
  pulse: ShardPulse;
  wake: Wake;
}

function takeIn(outbox: RecordOutbox, record: SpoolRecord, wake: Wake): void {
  try {
    outbox.send(record);
  } catch (error) {
    wake.fail(error as Error);
  }
}

const monotonicMs = (): number => performance.now();

async function acknowledgeUntilEnd(
  database: Database,
  session: AgentSession,
  { shardId, fence }: BegunShard,
  { outbox, stopper, stopNudge, requests, pulse, wake }: Following,
): Promise<void> {
  let acknowledged = 0;
  let durable = await readDurableRecords(database, shardId);
  for (;;) {
    if (durable.lastSeq > acknowledged) {
      await session.ack(shardId, fence, durable.lastSeq);
      acknowledged = durable.lastSeq;
    }
    if (durable.ended) return;
    const isStopNew = stopNudge.isNew;
    stopNudge.isNew = false;
    await requests.send(isStopNew ? await stopper.next() : stopper.latest);
    await outbox.settle(durable.lastSeq);
    await pulse.check(Math.max(durable.lastSeq, outbox.newestSeq));
    await wake.next();
    // While the device measures, nothing of it is on its way.
    if (outbox.isWaiting) durable = await readDurableRecords(database, shardId);
  }
}

/**
 * Forgets spools of other shards: whoever holds the lease knows that those are over. Tells whether the device knows this shard,
 * as spool or as executor.
 */
async function pruneSpools(session: AgentSession, { shardId, fence }: BegunShard): Promise<boolean> {
  const status = await session.status();
  const { executor, spools } = status;
  for (const spool of spools) {
    if (spool.shardId !== shardId && spool.shardId !== executor?.shardId) {
      await session.ack(spool.shardId, fence, spool.lastSeq);
    }
  }
  return knowsShard(status, shardId);
}

const REASONS = { pause: 'paused', cancel: 'cancelled' } as const;

/** Nothing is to be executed, and the device knows nothing of the shard (a new disk, or never heard): it is verified once more. */
async function endWithoutSpool(
  database: Database,
  session: AgentSession,
  shard: BegunShard,
  stop: ShardStop | null,
): Promise<void> {
  const { verified, differences } = await session.restore();
  const end: ShardEndBody = {
    reason: stop ? REASONS[stop] : 'completed',
    restored: { verified, differences },
    error: null,
  };
  await saveShardEnd(database, shard, end);
}

/** Progress is for watching: the newest word wins, a lost one does not matter, and one a second is enough. */
function progressSaver(database: Database, shard: BegunShard, busy: BusyTime): (progress: AgentProgress) => void {
  let newest: AgentProgress | undefined;
  let saving = false;
  return (progress) => {
    newest = progress;
    if (saving) return;
    saving = true;
    void (async () => {
      while (newest) {
        const next = newest;
        newest = undefined;
        await busy.handTo((ms) => saveProgress(database, shard, next, ms)).catch(() => undefined);
        await sleep(PROGRESS_INTERVAL_MS, undefined, { ref: false });
      }
      saving = false;
    })();
  };
}

function connectionLost(shard: BegunShard): Fault {
  return new Fault(`${shard.device.name}: the connection was lost`, {
    code: 'connection_lost',
    origin: 'network',
    transient: true,
    where: shard.device.name,
  });
}

/** `next` returns when something may have changed, and throws when the following broke or was aborted. */
class Wake {
  private pending = false;
  private error: Error | undefined;
  private resume: (() => void) | undefined;
  private readonly aborted = (): void => this.nudge();

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', this.aborted, { once: true });
  }

  /** A shard is followed again and again under the same signal. */
  close(): void {
    this.signal.removeEventListener('abort', this.aborted);
  }

  nudge(): void {
    this.pending = true;
    this.resume?.();
  }

  fail(error: Error): void {
    this.error ??= error;
    this.nudge();
  }

  async next(): Promise<void> {
    if (!this.pending) await new Promise<void>((resolve) => (this.resume = resolve));
    this.resume = undefined;
    this.pending = false;
    this.signal.throwIfAborted();
    if (this.error) throw this.error;
  }
}
