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

/** Entries that match all filters, newest first, after the one with the id `before`. */
export async function listAuditEntries(
  database: Database,
  { action, from, to, ...same }: AuditFilter,
  page: { limit: number; before?: string },
): Promise<AuditEntry[]> {
  return database.prisma.auditEntry.findMany({
    where: {
      ...same,
      action: action === undefined ? undefined : { startsWith: action },
      at: { gte: from, lt: to },
      ...(page.before && { id: { lt: page.before } }),
    },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
}
