import { Controller, Query } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import { accessRoutes, auditQuery, type AuditList, type AuditQuery } from '@joulefleet/contracts';
import { Endpoint } from './endpoint';
import { ParseBody } from './parse-body';

/** Read-only: entries are written by the audited operations and never changed. */
@Controller()
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Endpoint(accessRoutes.listAudit)
  async list(@Query(new ParseBody(auditQuery)) query: AuditQuery): Promise<AuditList> {
    return this.audit.list(query);
  }
}
