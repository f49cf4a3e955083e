import { Injectable } from '@nestjs/common';
import type { Actor } from '@joulefleet/core';
import { Audit, type AuditedChange } from '../audit';
import { Throttles } from './throttles';

/** Audits refused requests and logins, rate-limited so that nobody can flood the audit log. */
@Injectable()
export class Refusals {
  constructor(
    private readonly audit: Audit,
    private readonly throttles: Throttles,
  ) {}

  async record(actor: Actor, change: AuditedChange): Promise<void> {
    const allowed =
      (await this.throttles.refusals.allows(actor.address ?? '')) && (await this.throttles.allRefusals.allows(''));
    if (allowed) await this.audit.record(actor, change);
  }
}
