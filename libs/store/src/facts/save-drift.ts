import type { Queryable } from '../database';

/**
 * How a device differs from its accepted facts. Those stay as they are while there is a difference; without one, what a probe
 * read takes their place: it is the same but for temperatures and the like.
 */
export async function saveDrift(
  db: Queryable,
  deviceId: string,
  { facts, drift }: { facts: object; drift: readonly object[] },
): Promise<void> {
  if (drift.length > 0) {
    await db.query(`UPDATE device SET drift = $2 WHERE id = $1`, [deviceId, JSON.stringify(drift)]);
  } else {
    await db.query(`UPDATE device SET drift = NULL, facts = $2, facts_at = now() WHERE id = $1`, [
      deviceId,
      JSON.stringify(facts),
    ]);
  }
}
