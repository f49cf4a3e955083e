import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolClient } from 'pg';
import { PatientPool } from './connection/patient-pool';
import { PrismaClient } from './generated/client';

/** One connection pool, shared by Prisma and plain SQL. */
export interface Database {
  readonly pool: PatientPool;
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

/** Runs single statements: the pool, or the client of a transaction. */
export type Queryable = Pick<PoolClient, 'query'>;

export function openDatabase(url: string, options: { maxConnections?: number } = {}): Database {
  const pool = new PatientPool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5000,
  });
  // The loss of an idle connection must not crash the process; the next query reports it.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/** Runs `work` in one transaction; any error rolls back everything. */
export async function inTransaction<T>(database: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  // A lost server is reported by the failing query; without this listener the event would crash the process.
  client.on('error', ignore);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    // A connection whose rollback fails is broken and must not return to the pool.
    const broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.off('error', ignore);
    client.release(broken);
    throw error;
  }
}

function ignore(): void {}
