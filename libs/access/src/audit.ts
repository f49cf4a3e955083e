import { Inject, Injectable } from '@nestjs/common';
import type { AUDIT_SUBJECTS, AuditEntryView, AuditList, AuditQuery } from '@joulefleet/contracts';
import { hideSecrets, hideSecretsInText, type Actor } from '@joulefleet/core';
import {
  DATABASE,
  insertAuditEntry,
  listAuditEntries,
  type AuditEntry,
  type Database,
  type Queryable,
} from '@joulefleet/store';

/** What was done to what. `before` and `after` are JSON; secrets are taken out of both. */
export interface AuditedChange {
  /** Subject and verb: `device.repin`, `user.edit`. */
  action: string;
  subject: (typeof AUDIT_SUBJECTS)[number];
  /** The name that people know it by, where it has one; its id otherwise. */
  subjectId: string;
  before?: unknown;
  after?: unknown;
}

/** The audit log: who did what to what, when, from where. Nothing in it is ever changed or deleted. */
@Injectable()
export class Audit {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Adds an entry; `within` the transaction that makes the change, so that neither stands without the other. */
  async record(actor: Actor, change: AuditedChange, within: Queryable = this.database.pool): Promise<void> {
    const { action, subject } = change;
    const subjectId = hideSecretsInText(change.subjectId);
    const { name, via, address, requestId } = actor;
    const [before, after] = [hideSecrets(change.before), hideSecrets(change.after)];
    await insertAuditEntry(within, {
      actor: name,
      via,
      address,
      requestId,
      action,
      subject,
      subjectId,
      before,
      after,
    });
  }

  /** The newest entries first, those that match all of the filters. */
  async list({ limit, cursor, ...filter }: AuditQuery): Promise<AuditList> {
    const found = await listAuditEntries(this.database, filter, { limit: limit + 1, before: cursor });
    const entries = found.slice(0, limit).map(entryView);
    return { entries, nextCursor: found[limit] ? entries.at(-1)!.id : null };
  }
}

function entryView({ at, ...entry }: AuditEntry): AuditEntryView {
  return { ...entry, at: at.toISOString() };
}
