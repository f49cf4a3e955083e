import type { Database, Queryable } from '../database';
import type { AuditEntry } from '../generated/client';
import { newId } from '../ids/new-id';

export interface AuditEntryToSave {
  actor: string;
  via: string;
  address: string | null;
  requestId: string | null;
  action: string;
  subject: string;
  subjectId: string;
  before: unknown;
  after: unknown;
}

export interface AuditFilter {
  actor?: string;
  subject?: string;
  subjectId?: string;
  /** An action, or what actions begin with. */
  action?: string;
  /** Entries from then on, and before `to`. */
  from?: string;
  to?: string;
}

/** Inserts an entry. In the transaction of the change, both are committed or neither. */
export async function insertAuditEntry(db: Queryable, entry: AuditEntryToSave): Promise<void> {
  const { actor, via, address, requestId, action, subject, subjectId } = entry;
  await db.query(
    `INSERT INTO audit_entry (id, actor, via, address, request_id, action, subject, subject_id, before, after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [newId(), actor, via, address, requestId, action, subject, subjectId, json(entry.before), json(entry.after)],
  );
}

function json(content: unknown): string | null {
  return content === undefined || content === null ? null : JSON.stringify(content);
}

const COLUMNS = `id, at, actor, via, address, request_id AS "requestId", action, subject, subject_id AS "subjectId", before, after`;

/**
 * Entries that match all filters, newest first, after the one with the id `before`. Those of one transaction have one time: their ids order
 * them. Indexes have this order, so that a page is found at once, however long ago it was.
 */
export async function listAuditEntries(
  { pool }: Database,
  { actor, subject, subjectId, action, from, to }: AuditFilter,
  { limit, before }: { limit: number; before?: string },
): Promise<AuditEntry[]> {
  const filters: readonly [string | undefined, (value: string) => string][] = [
    [actor, (value) => `actor = ${value}`],
    [subject, (value) => `subject = ${value}`],
    [subjectId, (value) => `subject_id = ${value}`],
    [
      action === undefined ? action : `${action.replace(/[\\%_]/g, String.raw`\$&`)}%`,
      (value) => `action LIKE ${value}`,
    ],
    [from, (value) => `at >= ${value}`],
    [to, (value) => `at < ${value}`],
    [before, (value) => `(at, id) < (SELECT at, id FROM audit_entry WHERE id = ${value})`],
  ];
  const given = filters.filter(([value]) => value !== undefined);
  const conditions = given.map(([, condition], i) => condition(`$${i + 2}`));
  const { rows } = await pool.query<AuditEntry>(
    `SELECT ${COLUMNS} FROM audit_entry WHERE ${['true', ...conditions].join(' AND ')} ORDER BY at DESC, id DESC LIMIT $1`,
    [limit, ...given.map(([value]) => value)],
  );
  return rows;
}
