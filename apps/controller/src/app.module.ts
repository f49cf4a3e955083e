import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessModule, AuditModule, type AccessLimits } from '@joulefleet/access';
import { AnalysisModule } from '@joulefleet/analysis';
import { CampaignsModule, type CampaignLimits } from '@joulefleet/campaigns';
import type { StopLimits } from '@joulefleet/core';
import { DispatchModule } from '@joulefleet/dispatch';
import { EventsModule } from '@joulefleet/events';
import { ExecutionModule } from '@joulefleet/execution';
import { FleetModule, WatchModule, type WatchOptions } from '@joulefleet/fleet';
import { IngestModule } from '@joulefleet/ingest';
import { JudgingModule, RecomputeModule } from '@joulefleet/judging';
import { LogDestination, MetricsModule, type MasterKey } from '@joulefleet/platform';
import { NoticesModule, type NoticeOptions } from '@joulefleet/notices';
import { QueueModule } from '@joulefleet/queue';
import { SearchesModule } from '@joulefleet/searches';
import { SchedulesModule } from '@joulefleet/schedules';
import { StoreModule } from '@joulefleet/store';
import { LoggerModule } from 'nestjs-pino';
import { AuditController } from './http/audit.controller';
import { AuthenticationGuard } from './http/authentication.guard';
import { CampaignSettingsController } from './http/campaign-settings.controller';
import { CampaignsController } from './http/campaigns.controller';
import { ComparisonsController } from './http/comparisons.controller';
import { CourseController } from './http/course.controller';
import { DevicesController } from './http/devices.controller';
import { EnrollmentController } from './http/enrollment.controller';
import { EventStreams } from './http/events/event-streams';
import { EventsController } from './http/events/events.controller';
import { DEFAULT_STREAM_LIMITS, STREAM_LIMITS, type StreamLimits } from './http/events/stream-limits';
import { CalibrationsController } from './http/calibrations.controller';
import { ExportController } from './http/export/export.controller';
import { DEFAULT_EXPORT_LIMITS, EXPORT_LIMITS, type ExportLimits } from './http/export/export-limits';
import { GroupsController } from './http/groups.controller';
import { HealthChecks, LOG_DESTINATION, SERVICE_URLS, type ServiceUrls } from './http/health-checks';
import { HealthController } from './http/health.controller';
import { IdentitiesController } from './http/identities.controller';
import { INSTALLATION, InstallationController, type Installation } from './http/installation.controller';
import { KeysController } from './http/keys.controller';
import { MetricsController } from './http/metrics.controller';
import { NoticesController } from './http/notices.controller';
import { OpenApiController } from './http/openapi.controller';
import { PlainParameters } from './http/plain-parameters';
import { RefuseQuery } from './http/refuse-query';
import { ProblemFilter } from './http/problem-filter';
import { requestLogging, type LogOptions } from './http/request-logging';
import { SchedulesController } from './http/schedules.controller';
import { SessionsController } from './http/sessions.controller';
import { TrialsController } from './http/trials.controller';
import { UsersController } from './http/users.controller';
import { AnswerController } from './http/answer.controller';
import { ViewsController } from './http/views.controller';

export interface ControllerOptions extends LogOptions {
  urls: ServiceUrls;
  agentFolder: string;
  /** Folder of the built web interface; left out: that of this installation. */
  webFolder?: string;
  /** Encrypts the private keys at rest. */
  masterKey: MasterKey;
  /** Prefix of every Redis key; set it when several controllers share one Redis. */
  queuePrefix?: string;
  /**
   * The name under which this process holds leases while it executes shards and ingests traces; null: it does neither.
   */
  workerName: string | null;
  /** Overrides of how long an agent has to end a shard. */
  stopLimits?: StopLimits;
  /** Override of how long agents have to answer. Tests only. */
  agentTimeoutMs?: number;
  /** Overrides of the default rate limits for logins and requests. */
  limits?: Partial<AccessLimits>;
  /** Override of the scrypt cost N of new passwords. Tests only: no configuration of the product sets it. */
  passwordCost?: number;
  /** Overrides of how large a campaign may be. */
  campaignLimits?: CampaignLimits;
  /** Overrides of the default limits of event streams. */
  streams?: Partial<StreamLimits>;
  /** Overrides of the default limits of exports. */
  exports?: Partial<ExportLimits>;
  /** Options of the device watch; false: no connections are kept and no recovery is attempted. */
  watch?: WatchOptions | false;
  /** Left out: without a home, on servers that it was given. */
  installation?: Installation;
  /** Folder of the admin's power-cycle programs; left out: there are none. */
  hooksFolder?: string;
  /** Folder of the admin's programs that print what is under test; left out: there are none. */
  resolversFolder?: string;
  /** Where notices may go, and overrides of their timings; left out: nowhere. */
  notices?: Partial<NoticeOptions>;
}

const FOREIGN: Installation = { home: null, postgres: 'configured', redis: 'configured' };

const CONTROLLERS = [
  DevicesController,
  EnrollmentController,
  GroupsController,
  CalibrationsController,
  IdentitiesController,
  CampaignsController,
  TrialsController,
  CourseController,
  ExportController,
  CampaignSettingsController,
  ComparisonsController,
  AnswerController,
  ViewsController,
  SchedulesController,
  NoticesController,
  HealthController,
  MetricsController,
  InstallationController,
  OpenApiController,
  UsersController,
  KeysController,
  SessionsController,
  AuditController,
  EventsController,
];

@Module({})
export class ControllerModule {
  static forRoot(options: ControllerOptions): DynamicModule {
    const logTo = options.logTo ?? new LogDestination();
    const campaigns = CampaignsModule.forRoot(options.campaignLimits);
    const schedules = SchedulesModule.forRoot(options.resolversFolder ?? null, campaigns);
    return {
      module: ControllerModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: requestLogging({ ...options, logTo }) }),
        MetricsModule,
        StoreModule.forRoot(options.urls.databaseUrl),
        QueueModule.forRoot(options.urls.redisUrl, options.queuePrefix),
        AuditModule,
        AccessModule.forRoot(options.limits, options.passwordCost),
        FleetModule.forRoot(options),
        ...(options.watch === false ? [] : [WatchModule.forRoot(options.watch ?? {})]),
        campaigns,
        schedules,
        NoticesModule.forRoot(options.notices ?? {}, options.masterKey, schedules),
        AnalysisModule,
        SearchesModule,
        EventsModule,
        RecomputeModule,
        DispatchModule.forRoot(options.urls.version),
        ...(options.workerName === null
          ? []
          : [ExecutionModule.forRoot(options.workerName, options.stopLimits), IngestModule, JudgingModule]),
      ],
      controllers: CONTROLLERS,
      providers: [
        { provide: SERVICE_URLS, useValue: options.urls },
        { provide: INSTALLATION, useValue: options.installation ?? FOREIGN },
        { provide: LOG_DESTINATION, useValue: logTo },
        { provide: STREAM_LIMITS, useValue: { ...DEFAULT_STREAM_LIMITS, ...options.streams } },
        { provide: EXPORT_LIMITS, useValue: { ...DEFAULT_EXPORT_LIMITS, ...options.exports } },
        HealthChecks,
        EventStreams,
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: RefuseQuery },
        { provide: APP_PIPE, useClass: PlainParameters },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
