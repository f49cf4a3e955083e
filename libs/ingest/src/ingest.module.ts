import { Module } from '@nestjs/common';
import { TraceHandler, TracesProcessor } from '@joulefleet/queue';
import { TraceIngest } from './trace-ingest';

@Module({ providers: [{ provide: TraceHandler, useClass: TraceIngest }, TracesProcessor] })
export class IngestModule {}
