import type { Queryable } from '../database';
import type { Identity } from '../generated/client';

export type IdentityToSave = Omit<Identity, 'createdAt'>;

/** `saved`, or the conflict: the same key exists, another key has this name, or another master key seals this database. */
export type InsertedIdentity = 'saved' | 'same_key' | 'same_name' | 'other_master_key';

/**
 * Stores an identity with its encrypted private key. A key that is already stored is not changed, even under another
 * name.
 */
export async function insertIdentity(db: Queryable, identity: IdentityToSave): Promise<InsertedIdentity> {
  const { id, name, keyType, publicKey, fingerprint, sealed, masterKeyId, generated } = identity;
  const { rowCount } = await db.query(
    `INSERT INTO identity (id, name, key_type, public_key, fingerprint, sealed, master_key_id, generated)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8
     WHERE NOT EXISTS (SELECT FROM installation WHERE master_key_id <> $7) ON CONFLICT DO NOTHING`,
    [id, name, keyType, publicKey, fingerprint, Buffer.from(sealed), masterKeyId, generated],
  );
  if (rowCount === 1) return 'saved';
  const { rows } = await db.query<{ key: boolean; name: boolean }>(
    `SELECT EXISTS (SELECT FROM identity WHERE fingerprint = $1) AS key, EXISTS (SELECT FROM identity WHERE name = $2) AS name`,
    [fingerprint, name],
  );
  if (rows[0]!.key) return 'same_key';
  return rows[0]!.name ? 'same_name' : 'other_master_key';
}
