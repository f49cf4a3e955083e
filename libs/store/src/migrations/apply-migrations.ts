import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Fault } from '@joulefleet/core';
import { planMigrations } from './plan-migrations';
import { readHistory } from './read-history';
import { readMigrations, type Migration } from './read-migrations';

/** The advisory lock key of `prisma migrate`, so that the two never run concurrently. */
const ADVISORY_LOCK = 72_707_369;

/** Prisma's own table, column for column, so that `prisma migrate deploy` can take over a database of ours. */
const CREATE_HISTORY = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

const ADD_TO_HISTORY = `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
  VALUES ($1, $2, clock_timestamp(), $3, 1)`;

/**
 * Applies all pending migrations and returns their names. Each migration and its history row are one transaction.
 * Concurrent processes wait for each other.
 * @throws Fault `migration_failed` (the earlier ones stay applied), or those of `planMigrations`.
 */
export async function applyMigrations(
  pool: Pick<Pool, 'connect'>,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(CREATE_HISTORY);
    const pending = planMigrations(migrations, await readHistory(client));
    for (const migration of pending) await applyOne(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Closing the connection also releases the lock, whatever state an error left it in.
    client.release(true);
  }
}

async function applyOne(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(ADD_TO_HISTORY, [randomUUID(), checksum, name]);
    await client.query('COMMIT');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault(`the migration ${name} failed and was rolled back: ${why}`, {
      code: 'migration_failed',
      origin: 'bug',
      transient: false,
      where: `prisma/migrations/${name}/migration.sql`,
      cause,
    });
  }
}
