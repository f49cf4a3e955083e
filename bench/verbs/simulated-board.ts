import { settleUnstartedShard } from '@joulefleet/execution';
import { judge } from '@joulefleet/judging';
import type { Nudges } from '@joulefleet/queue';
import {
  beginShard,
  changeCondition,
  exitDevice,
  exitOverdue,
  inTransaction,
  lockDevice,
  releaseAbandonedShard,
  settleShard,
  storeRecords,
  suspendShard,
  type AttemptKey,
  type Database,
  type LockedDevice,
  type PlacedShard,
  type Queryable,
} from '@joulefleet/store';
import { acceptAttempt } from './accept-attempt';
import { accountOf, type TrialOutcome } from './account-of';

interface SpooledRecord {
  seq: number;
  trialId: string;
  attempt: number;
  outcome: TrialOutcome;
}

const READY = { availability: 'ready', health: 'good', reason: null } as const;
const REASON = { code: 'person', text: 'the bench says so' } as const;

/** A device with its spool and its worker: it measures nothing, and writes what a device that measures makes a worker write. */
export class SimulatedBoard {
  private worker: PlacedShard | null = null;
  private isBegun = false;
  /** Left to execute in the shard that is begun. */
  private trials: AttemptKey[] = [];
  /** Workers that do not know yet that their lease was granted again. */
  private late: PlacedShard[] = [];
  private spool: SpooledRecord[] = [];

  constructor(
    readonly database: Database,
    readonly nudges: Nudges,
    readonly name: string,
    readonly deviceId: string,
  ) {}

  reset(): void {
    this.worker = null;
    this.isBegun = false;
    this.late = [];
    this.spool = [];
  }

  /** A worker takes the shard that the device has now, under its present fence. */
  async hear(): Promise<void> {
    const { rows } = await this.database.pool.query<PlacedShard>(
      `SELECT s.id AS "shardId", s.fence FROM lease l JOIN shard s ON s.id = l.shard_id
       WHERE l.device_id = $1 AND s.state <> 'settled' AND l.expires_at > now()`,
      [this.deviceId],
    );
    const [now] = rows;
    const { worker } = this;
    if (worker && worker.shardId === now?.shardId && worker.fence === now.fence) return;
    if (worker) this.late.push(worker);
    if (worker?.shardId !== now?.shardId) this.spool = [];
    this.worker = now ?? null;
    this.isBegun = false;
  }

  /** The device executes the next trial of its shard; with `isLost` its record is not sent yet. */
  async work(outcome: TrialOutcome, isLost = false): Promise<boolean> {
    const { worker } = this;
    if (!worker || !(await this.begin(worker))) return false;
    const next = this.trials.shift();
    if (!next) return false;
    this.spool.push({ seq: this.spool.length + 1, ...next, outcome });
    if (!isLost) await this.send(worker);
    return true;
  }

  /** A worker that has not begun its shard sends what the device has, and learns what is left. False: there is nothing to do. */
  private async begin(worker: PlacedShard): Promise<boolean> {
    if (this.isBegun) return true;
    const begun = await beginShard(this.database, worker, this.name);
    if (!begun) return false;
    if (await settleUnstartedShard(this, begun)) {
      this.reset();
      return false;
    }
    this.isBegun = true;
    const done = new Set(this.spool.map(({ trialId, attempt }) => `${trialId} ${attempt}`));
    this.trials = begun.trials
      .filter(({ trialId, attempt }) => !done.has(`${trialId} ${attempt}`))
      .map(({ trialId, attempt }) => ({ trialId, attempt }));
    return true;
  }

  /** Sends all of the spool, as after a reconnect: what is stored already changes nothing. */
  async send(worker: PlacedShard | null = this.worker): Promise<void> {
    if (worker) for (const record of this.spool) await this.sendOne(worker, record);
  }

  /** A worker that was taken for dead writes once more. @throws Error when that is stored. */
  async sendLate(): Promise<void> {
    const worker = this.late.pop();
    for (const record of worker ? this.spool : []) {
      const fresh = await this.store(worker!, record);
      if (fresh && fresh.length > 0) throw new Error('doubled: a record under an old fence was stored');
    }
  }

  /** The device has nothing more to execute, or was stopped: the shard ends and the device is ready. */
  async endShard(): Promise<void> {
    if (!this.worker || !this.isBegun) return;
    await this.send();
    await settleShard(this.database, this.worker, READY);
    this.reset();
  }

  /** Undisturbed from here to the end of its shard. */
  async finishShard(): Promise<void> {
    while (await this.work('accepted'));
    await this.endShard();
  }

  /** The worker dies: its lease expires. */
  async killWorker(): Promise<void> {
    await this.database.pool.query(
      `UPDATE lease SET expires_at = now() - interval '1 second' WHERE device_id = $1 AND shard_id IS NOT NULL`,
      [this.deviceId],
    );
    this.isBegun = false;
  }

  /** The device does not answer any more, and has its shard still. */
  async lose(): Promise<void> {
    if (this.worker) await suspendShard(this.database, this.worker, { reason: REASON, retryInS: 0 });
    this.isBegun = false;
  }

  async exit(to: 'quarantined' | 'retired', immediately: boolean): Promise<void> {
    const exit = { to, reason: REASON, by: 'ada' } as const;
    await this.underLock((db, device) => exitDevice(db, device, exit, { immediately }));
  }

  /** What the watch and a person do until the device is in service again. */
  async bringBack(): Promise<void> {
    await this.database.pool.query(
      `UPDATE device SET deadline_at = now() - interval '1 second' WHERE id = $1 AND deadline_at IS NOT NULL`,
      [this.deviceId],
    );
    await this.underLock(exitOverdue);
    await releaseAbandonedShard(this.database, this.deviceId);
    await this.underLock(async (db, device) => {
      if (device.shardId === null) await changeCondition(db, device.id, 'check', READY);
    });
    await this.hear();
  }

  private async sendOne(worker: PlacedShard, record: SpooledRecord): Promise<void> {
    if ((await this.store(worker, record)) === null) return;
    if (record.outcome === 'accepted') await acceptAttempt(this.database, record);
    else await judge(this.database, [record]);
  }

  private async store(worker: PlacedShard, { seq, trialId, attempt, outcome }: SpooledRecord) {
    const body = accountOf(trialId, attempt, outcome);
    const content = { kind: 'trial', trialId, attempt, outcome: body.outcome, body, simulated: true } as const;
    return storeRecords(this.database, worker, [{ seq, kind: 'trial', content }]);
  }

  private async underLock<T>(work: (db: Queryable, device: LockedDevice) => Promise<T>): Promise<T> {
    return inTransaction(this.database, async (db) => work(db, (await lockDevice(db, this.name))!));
  }
}
