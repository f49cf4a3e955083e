import type { Queryable } from '../database';

/** What a probe read becomes what the device is held against; nothing has drifted from it. */
export async function acceptFacts(
  db: Queryable,
  deviceId: string,
  { facts, takenAt }: { facts: object; takenAt: Date },
): Promise<void> {
  await db.query(`UPDATE device SET facts = $2, facts_at = $3, drift = NULL WHERE id = $1`, [
    deviceId,
    JSON.stringify(facts),
    takenAt,
  ]);
}
