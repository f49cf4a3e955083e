import type { Database, Queryable } from '../database';
import { newId } from '../ids/new-id';

export interface StoredFacts {
  facts: unknown;
  takenAt: Date;
}

/** What the last probe read that was kept; null before the first. */
export async function findLatestFacts(database: Database, deviceId: string): Promise<StoredFacts | null> {
  return database.prisma.factsSnapshot.findFirst({
    where: { deviceId },
    orderBy: { id: 'desc' },
    select: { facts: true, takenAt: true },
  });
}

/** Keeps what a probe read, with what had changed since the snapshot before. */
export async function insertFactsSnapshot(
  db: Queryable,
  deviceId: string,
  { facts, drift }: { facts: object; drift: readonly object[] },
): Promise<void> {
  await db.query(`INSERT INTO facts_snapshot (id, device_id, facts, drift) VALUES ($1, $2, $3, $4)`, [
    newId(),
    deviceId,
    JSON.stringify(facts),
    JSON.stringify(drift),
  ]);
}
