import type { Database, Queryable } from '../database';
import type { ApiKey, User } from '../generated/client';

export interface ApiKeyToSave {
  id: string;
  userId: string;
  name: string;
  secretHash: Buffer;
  scopes: readonly string[];
  expiresAt: Date | null;
}

const COLUMNS = `id, user_id AS "userId", name, secret_hash AS "secretHash", scopes, expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt", revoked_at AS "revokedAt", created_at AS "createdAt"`;

export async function insertApiKey(db: Queryable, key: ApiKeyToSave): Promise<ApiKey> {
  const { rows } = await db.query<ApiKey>(
    `INSERT INTO api_key (id, user_id, name, secret_hash, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING ${COLUMNS}`,
    [key.id, key.userId, key.name, key.secretHash, key.scopes, key.expiresAt],
  );
  return rows[0]!;
}

export async function findApiKey(database: Database, id: string): Promise<(ApiKey & { user: User }) | null> {
  return database.prisma.apiKey.findUnique({ where: { id }, include: { user: true } });
}

/** A user's keys, newest first, after the key created at `before.atMs` with the id `before.id`. */
export async function listApiKeys(
  database: Database,
  userId: string,
  page: { limit: number; before?: { atMs: number; id: string } },
): Promise<ApiKey[]> {
  const { rows } = await database.pool.query<ApiKey>(
    `SELECT ${COLUMNS} FROM api_key
     WHERE user_id = $1 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
     ORDER BY created_at DESC, id DESC LIMIT $2`,
    [userId, page.limit, page.before ? new Date(page.before.atMs) : null, page.before?.id ?? null],
  );
  return rows;
}

/** Returns false if the user has no active key with this id. */
export async function revokeApiKey(db: Queryable, userId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE api_key SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL',
    [id, userId],
  );
  return rowCount === 1;
}

/** Updates `last_used_at`, at most once a minute. */
export async function touchApiKey(database: Database, id: string): Promise<void> {
  await database.pool.query(
    `UPDATE api_key SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [id],
  );
}
