import { Controller, Query } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import { accessRoutes, auditQuery, type AuditList, type AuditQuery } from '@joulefleet/contracts';
import { Endpoint } from './endpoint';
import { ParseBody } from './parse-body';

/** The audit log is read here and written by what is audited; nothing changes it. */
@Controller()
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Endpoint(accessRoutes.listAudit)
  async list(@Query(new ParseBody(auditQuery)) query: AuditQuery): Promise<AuditList> {
    return this.audit.list(query);
  }
}
