import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from '@joulefleet/access';
import { ExecutionModule } from '@joulefleet/execution';
import { FleetModule } from '@joulefleet/fleet';
import { IngestModule } from '@joulefleet/ingest';
import { JudgingModule } from '@joulefleet/judging';
import { LogDestination, loggerOptions, MetricsModule, type Configuration, type MasterKey } from '@joulefleet/platform';
import { QueueModule } from '@joulefleet/queue';
import { StoreModule } from '@joulefleet/store';
import { LoggerModule } from 'nestjs-pino';

export interface WorkerOptions {
  databaseUrl: string;
  redisUrl: string;
  /** Prefix of every Redis key, as the controller's. */
  queuePrefix?: string;
  agentFolder: string;
  masterKey: MasterKey;
  logLevel: Configuration['logLevel'];
}

/** Executes shards and ingests traces; any number of these processes share the queues. */
@Module({})
export class WorkerModule {
  static forRoot(options: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { ...loggerOptions('worker', options), stream: new LogDestination() } }),
        MetricsModule,
        StoreModule.forRoot(options.databaseUrl),
        QueueModule.forRoot(options.redisUrl, options.queuePrefix),
        AuditModule,
        FleetModule.forRoot(options),
        // A worker has no successor under its name: its leases expire by themselves.
        ExecutionModule.forRoot(`worker:${randomUUID()}`),
        IngestModule,
        JudgingModule,
      ],
    };
  }
}
