import type { Queryable } from '../database';
import { newId } from '../ids/new-id';

export interface UserToSave {
  name: string;
  role: string;
  passwordHash: string | null;
}

/** Returns the new user's id, or null if the name is in use. */
export async function insertUser(db: Queryable, { name, role, passwordHash }: UserToSave): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO account (id, name, role, password_hash) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO NOTHING RETURNING id`,
    [newId(), name, role, passwordHash],
  );
  return rows[0]?.id ?? null;
}

/** Omitted fields stay unchanged. Disabling a disabled user keeps the original time. */
export async function updateUser(
  db: Queryable,
  id: string,
  change: { role?: string; disabled?: boolean; passwordHash?: string },
): Promise<void> {
  await db.query(
    `UPDATE account SET role = coalesce($2, role), password_hash = coalesce($3, password_hash),
       disabled_at = CASE WHEN $4::boolean IS NULL THEN disabled_at WHEN $4 THEN coalesce(disabled_at, now()) END
     WHERE id = $1`,
    [id, change.role ?? null, change.passwordHash ?? null, change.disabled ?? null],
  );
}

/** Number of enabled admins; locks their rows until the transaction ends. */
export async function lockAdmins(db: Queryable): Promise<number> {
  const { rows } = await db.query(
    `SELECT 1 FROM account WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return rows.length;
}

export async function countUsers(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ users: number }>('SELECT count(*)::int AS users FROM account');
  return rows[0]!.users;
}

/** Serialises processes that create the first admin concurrently, until the transaction ends. */
const FIRST_ADMIN_LOCK = 72_707_370;

export async function lockFirstAdmin(db: Queryable): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [FIRST_ADMIN_LOCK]);
}
