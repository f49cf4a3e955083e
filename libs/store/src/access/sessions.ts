import type { Database, Queryable } from '../database';
import type { Session, User } from '../generated/client';
import { newId } from '../ids/new-id';

/** Creates a session, and deletes all expired ones. */
export async function insertSession(
  db: Queryable,
  { userId, secretHash, expiresAt }: { userId: string; secretHash: Buffer; expiresAt: Date },
): Promise<void> {
  await db.query('DELETE FROM session WHERE expires_at <= now()');
  await db.query('INSERT INTO session (id, user_id, secret_hash, expires_at) VALUES ($1, $2, $3, $4)', [
    newId(),
    userId,
    secretHash,
    expiresAt,
  ]);
}

/** Finds a session, including an expired one. */
export async function findSession(
  database: Database,
  secretHash: Buffer<ArrayBuffer>,
): Promise<(Session & { user: User }) | null> {
  return database.prisma.session.findUnique({ where: { secretHash }, include: { user: true } });
}

export async function deleteSession(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM session WHERE id = $1', [id]);
}

export async function deleteSessionsOf(db: Queryable, userId: string): Promise<void> {
  await db.query('DELETE FROM session WHERE user_id = $1', [userId]);
}
