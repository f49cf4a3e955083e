import type { Database, Queryable } from '../database';
import type { User } from '../generated/client';

export type UserWithKeys = User & {
  /** Number of keys that are neither revoked nor expired. */
  keys: number;
};

const COLUMNS = `a.id, a.name, a.role, a.password_hash AS "passwordHash", a.disabled_at AS "disabledAt",
  a.created_at AS "createdAt",
  (SELECT count(*)::int FROM api_key k WHERE k.user_id = a.id AND k.revoked_at IS NULL
     AND (k.expires_at IS NULL OR k.expires_at > now())) AS keys`;

/** Users by name, after the one named `after`. */
export async function listUsers(
  database: Database,
  { limit, after }: { limit: number; after?: string },
): Promise<UserWithKeys[]> {
  const { rows } = await database.pool.query<UserWithKeys>(
    `SELECT ${COLUMNS} FROM account a WHERE $2::text IS NULL OR a.name > $2 ORDER BY a.name LIMIT $1`,
    [limit, after ?? null],
  );
  return rows;
}

/** Null if no user has this name. */
export async function findUser(db: Queryable, name: string): Promise<UserWithKeys | null> {
  const { rows } = await db.query<UserWithKeys>(`SELECT ${COLUMNS} FROM account a WHERE a.name = $1`, [name]);
  return rows[0] ?? null;
}

/** Like `findUser`, and locks the row until the transaction ends. */
export async function lockUser(db: Queryable, name: string): Promise<UserWithKeys | null> {
  await db.query('SELECT 1 FROM account WHERE name = $1 FOR UPDATE', [name]);
  return findUser(db, name);
}
