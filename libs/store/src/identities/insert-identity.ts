import type { Queryable } from '../database';
import type { Identity } from '../generated/client';

export type IdentityToSave = Omit<Identity, 'createdAt'>;

/** `saved`, or the conflict: the same key exists, or another key has this name. */
export type InsertedIdentity = 'saved' | 'same_key' | 'same_name';

/**
 * Stores an identity with its encrypted private key. A key that is already stored is not changed, even under another
 * name.
 */
export async function insertIdentity(db: Queryable, identity: IdentityToSave): Promise<InsertedIdentity> {
  const { id, name, keyType, publicKey, fingerprint, sealed, masterKeyId, generated } = identity;
  const { rowCount } = await db.query(
    `INSERT INTO identity (id, name, key_type, public_key, fingerprint, sealed, master_key_id, generated)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [id, name, keyType, publicKey, fingerprint, Buffer.from(sealed), masterKeyId, generated],
  );
  if (rowCount === 1) return 'saved';
  const { rows } = await db.query(`SELECT 1 FROM identity WHERE fingerprint = $1`, [fingerprint]);
  return rows.length > 0 ? 'same_key' : 'same_name';
}
