import { Module, type DynamicModule } from '@nestjs/common';
import { ExecutionModule } from '@joulefleet/execution';
import { FleetModule } from '@joulefleet/fleet';
import { IngestModule } from '@joulefleet/ingest';
import { loggerOptions, type Configuration } from '@joulefleet/platform';
import { QueueModule } from '@joulefleet/queue';
import { StoreModule } from '@joulefleet/store';
import { LoggerModule } from 'nestjs-pino';

export interface WorkerOptions {
  databaseUrl: string;
  redisUrl: string;
  agentFolder: string;
  logLevel: Configuration['logLevel'];
}

/** Executes shards and ingests traces; any number of these processes share the queues. */
@Module({})
export class WorkerModule {
  static forRoot(options: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: loggerOptions('worker', options) }),
        StoreModule.forRoot(options.databaseUrl),
        QueueModule.forRoot(options.redisUrl),
        FleetModule.forRoot(options.agentFolder),
        ExecutionModule,
        IngestModule,
      ],
    };
  }
}
