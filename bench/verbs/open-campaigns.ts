import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditModule } from '@joulefleet/access';
import { CampaignActions, CampaignSettings, CampaignsModule, CampaignsService } from '@joulefleet/campaigns';
import { Nudges, QueueModule, Queues } from '@joulefleet/queue';
import { DATABASE, StoreModule, type Database } from '@joulefleet/store';

/** The campaigns' services on a database and queues of their own; nothing dispatches and nothing executes. */
export interface CampaignsApp {
  database: Database;
  campaigns: CampaignsService;
  actions: CampaignActions;
  settings: CampaignSettings;
  nudges: Nudges;
  queues: Queues;
  close(): Promise<void>;
}

/** `queuePrefix` keeps the keys of one app apart from those of others. */
export async function openCampaigns(databaseUrl: string, redisUrl: string, queuePrefix: string): Promise<CampaignsApp> {
  @Module({
    imports: [
      StoreModule.forRoot(databaseUrl),
      QueueModule.forRoot(redisUrl, queuePrefix),
      AuditModule,
      CampaignsModule.forRoot(),
    ],
  })
  class AppModule {}
  const app: INestApplicationContext = await NestFactory.createApplicationContext(AppModule, { logger: false });
  return {
    database: app.get<Database>(DATABASE),
    campaigns: app.get(CampaignsService),
    actions: app.get(CampaignActions),
    settings: app.get(CampaignSettings),
    nudges: app.get(Nudges),
    queues: app.get(Queues),
    close: () => app.close(),
  };
}
