import { Global, Module } from '@nestjs/common';
import { Audit } from './audit';

/** The audit log, for every module of the process. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
