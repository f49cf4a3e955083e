import { Inject, Injectable } from '@nestjs/common';
import type { AuditEntryView, AuditList, AuditQuery } from '@joulefleet/contracts';
import { hideSecrets, hideSecretsInText, type Actor, type AuditSubject } from '@joulefleet/core';
import {
  DATABASE,
  insertAuditEntry,
  listAuditEntries,
  type AuditEntry,
  type Database,
  type Queryable,
} from '@joulefleet/store';

/** An audited change. `before` and `after` are JSON; secrets are removed from both. */
export interface AuditedChange {
  /** Subject and verb: `device.repin`, `user.edit`. */
  action: string;
  subject: AuditSubject;
  /** The subject's name if it has one, else its id. */
  subjectId: string;
  before?: unknown;
  after?: unknown;
}

/** The audit log: who did what, when and from where. Append-only. */
@Injectable()
export class Audit {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Appends an entry. Pass the transaction of the change as `within`, so that both are committed or neither. */
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

  /** Entries that match all filters, newest first. */
  async list({ limit, cursor, ...filter }: AuditQuery): Promise<AuditList> {
    const found = await listAuditEntries(this.database, filter, { limit: limit + 1, before: cursor });
    const entries = found.slice(0, limit).map(entryView);
    return { entries, nextCursor: found[limit] ? entries.at(-1)!.id : null };
  }
}

function entryView({ at, ...entry }: AuditEntry): AuditEntryView {
  return { ...entry, at: at.toISOString() };
}
