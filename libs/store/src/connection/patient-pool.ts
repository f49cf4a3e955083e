import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '@joulefleet/core';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { refusalFault, refusalOf, type Refusal } from './refusal';

/** So long a caller waits for a server that has no connection free. */
const WAIT_FOR_SLOT_MS = 10_000;
const RETRY_MS = 250;
/** A process takes at most this part of what the server allows: a controller and workers share it. */
const SHARE = 3;
const LEAST = 2;
/** What a pool keeps for itself, and what it leaves to others while the server is full. */
const ROOMY = { idleTimeoutMillis: 10_000, maxUses: Infinity };
const SCARCE = { idleTimeoutMillis: 500, maxUses: 20 };
/** A server that was full is asked for more connections again after this long. */
const GROW_AFTER_MS = 60_000;
/** SQLSTATEs of a server, role or database that has no connection left. */
const FULL = /^53(300|000)$/;
/** A refusal that was seen this long ago is over, or comes again. */
const REFUSAL_HOLDS_MS = 30_000;

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void;

/**
 * Session settings that the database or the role may have otherwise, and what the server allows. Prisma's adapter and `pg` read
 * dates as UTC and ISO.
 */
const PREPARE = `SET timezone = 'UTC'; SET datestyle = 'ISO, MDY';
  SELECT LEAST(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
    NULLIF(d.datconnlimit, -1), NULLIF(r.rolconnlimit, -1)) AS allowed
  FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user`;

/**
 * A pool that is sized to what the server allows and waits where the server has no connection free. Every session of it keeps
 * time in UTC. It remembers what the server refused last, whoever asked.
 */
export class PatientPool extends Pool {
  private readonly most: number;
  private fullAtMs: number | null = null;
  private refused: { refusal: Refusal; said: string; atMs: number } | null = null;

  constructor(config: PoolConfig & { max: number }) {
    super({ ...ROOMY, ...config });
    // The pool waits for the promise of this hook, which its types do not say.
    Object.assign(this.options, { onConnect: (client: PoolClient) => this.prepare(client) });
    this.most = config.max;
  }

  /**
   * The refusal that was seen within the last 30 s, by whatever statement; null: none.
   * @param which `stopsWork`: only one that concerns every write.
   */
  lastRefusal(which: 'any' | 'stopsWork'): Fault | null {
    const { refused } = this;
    if (!refused || performance.now() - refused.atMs > REFUSAL_HOLDS_MS) return null;
    return which === 'any' || refused.refusal.stopsWork ? refusalFault(refused.refusal, refused.said) : null;
  }

  /** The server took a write: it takes changes, though perhaps no larger ones. */
  noteWrite(): void {
    if (this.refused?.refusal.code === 'postgres_read_only') this.refused = null;
  }

  override connect(): Promise<PoolClient>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<PoolClient> | void {
    const connecting = this.connectPatiently();
    if (!connected) return connecting;
    connecting.then(
      (client) => connected(undefined, client, (release) => client.release(release as boolean)),
      (error: Error) => connected(error, undefined, () => undefined),
    );
  }

  /** Waits for one of the connections that there are, or for the server to have one, when it is full. */
  private async connectPatiently(): Promise<PoolClient> {
    const deadlineMs = performance.now() + WAIT_FOR_SLOT_MS;
    this.growAgain();
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        this.note(code ?? '', message);
        if (!FULL.test(code ?? '') || performance.now() > deadlineMs) throw error;
        this.fullAtMs = performance.now();
        Object.assign(this.options, SCARCE, { max: Math.max(1, this.totalCount) });
        if (this.totalCount === 0) await sleep(RETRY_MS);
      }
    }
  }

  private growAgain(): void {
    if (this.fullAtMs === null || performance.now() - this.fullAtMs < GROW_AFTER_MS) return;
    this.fullAtMs = null;
    Object.assign(this.options, ROOMY, { max: this.most });
  }

  private async prepare(client: PoolClient): Promise<void> {
    this.listen(client);
    const results = (await client.query(PREPARE)) as unknown as { rows: { allowed: number }[] }[];
    const allowed = results.at(-1)?.rows[0]?.allowed ?? this.most * SHARE;
    const share = Math.min(this.most, Math.max(LEAST, Math.floor(allowed / SHARE)));
    this.options.max = Math.min(this.options.max, share);
  }

  /** Prisma's queries are seen here as well as ours. */
  private listen(client: PoolClient): void {
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
    connection.on('errorMessage', ({ code = '', message }: { code?: string; message: string }) => {
      this.note(code, message);
    });
  }

  private note(code: string, said: string): void {
    const refusal = refusalOf(code);
    if (refusal) this.refused = { refusal, said, atMs: performance.now() };
  }
}
