import type { Database } from '../database';
import type { FactsSnapshot } from '../generated/client';

/** Snapshots of a device's facts, the newest first, behind the one with the id `before`. */
export async function listFacts(
  database: Database,
  deviceId: string,
  page: { limit: number; before?: string },
): Promise<FactsSnapshot[]> {
  return database.prisma.factsSnapshot.findMany({
    where: { deviceId, ...(page.before && { id: { lt: page.before } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
}
