import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AnalysisModule } from '@joulefleet/analysis';
import { CampaignsModule } from '@joulefleet/campaigns';
import { DispatchModule } from '@joulefleet/dispatch';
import { ExecutionModule } from '@joulefleet/execution';
import { FleetModule } from '@joulefleet/fleet';
import { IngestModule } from '@joulefleet/ingest';
import { loggerOptions, type Configuration } from '@joulefleet/platform';
import { QueueModule } from '@joulefleet/queue';
import { StoreModule } from '@joulefleet/store';
import { LoggerModule } from 'nestjs-pino';
import { CampaignsController } from './http/campaigns.controller';
import { DevicesController } from './http/devices.controller';
import { HealthController, SERVICE_URLS, type ServiceUrls } from './http/health.controller';
import { ProblemFilter } from './http/problem-filter';
import { TOKEN, TokenGuard } from './http/token.guard';

export interface ControllerOptions {
  urls: ServiceUrls;
  token: string;
  agentFolder: string;
  logLevel: Configuration['logLevel'];
  /** Of all keys in Redis; for several controllers on one. */
  queuePrefix?: string;
  /** Also execute shards and ingest traces in this process. */
  withWorker: boolean;
}

@Module({})
export class ControllerModule {
  static forRoot(options: ControllerOptions): DynamicModule {
    return {
      module: ControllerModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { ...loggerOptions('controller', options), autoLogging: false } }),
        StoreModule.forRoot(options.urls.databaseUrl),
        QueueModule.forRoot(options.urls.redisUrl, options.queuePrefix),
        FleetModule.forRoot(options.agentFolder),
        CampaignsModule,
        AnalysisModule,
        DispatchModule,
        ...(options.withWorker ? [ExecutionModule, IngestModule] : []),
      ],
      controllers: [DevicesController, CampaignsController, HealthController],
      providers: [
        { provide: SERVICE_URLS, useValue: options.urls },
        { provide: TOKEN, useValue: options.token },
        { provide: APP_GUARD, useClass: TokenGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
