import type { Queryable } from '../database';

/** Id of the master key that this database was claimed for; null: of none yet. */
export async function readMasterKeyId(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ id: string | null }>('SELECT master_key_id AS id FROM installation WHERE id = 1');
  return rows[0]?.id ?? null;
}

/** Which key sealed each secret: private keys, and what notices are sent with. */
const SEALED = `(SELECT master_key_id FROM identity UNION ALL SELECT master_key_id FROM notice_target WHERE sealed IS NOT NULL) sealed`;

/** Id of the master key that seals the secrets of this database; null: nothing is sealed yet. */
export async function readSealingKeyId(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ id: string | null }>(
    `SELECT coalesce((SELECT master_key_id FROM installation WHERE id = 1), min(master_key_id)) AS id
     FROM ${SEALED} HAVING count(*) > 0`,
  );
  return rows[0]?.id ?? null;
}

/** Claims a database in which nothing is sealed for a master key; any other database stays as it is. */
export async function claimSealing(db: Queryable, masterKeyId: string): Promise<void> {
  await db.query(
    `INSERT INTO installation (id, master_key_id) VALUES (1, $1)
     ON CONFLICT (id) DO UPDATE SET master_key_id = $1
     WHERE installation.master_key_id IS NULL OR NOT EXISTS (SELECT FROM ${SEALED})`,
    [masterKeyId],
  );
}
