import { Global, Module } from '@nestjs/common';
import { Audit } from './audit';

/** Provides the audit log to every module of the process. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
