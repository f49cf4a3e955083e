import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditModule } from '@joulefleet/access';
import { CampaignActions, CampaignSettings, CampaignsModule, CampaignsService } from '@joulefleet/campaigns';
import type { Actor, Caller, Role } from '@joulefleet/core';
import { Nudges, QueueModule } from '@joulefleet/queue';
import { DATABASE, StoreModule, type Database } from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { createTestRedis } from '../../testkit/redis';
import { seedCampaign } from '../../testkit/seed-campaign';

/** The campaigns' services on a database and queues of their own; nothing dispatches and nothing executes. */
export interface CampaignsApp {
  database: Database;
  campaigns: CampaignsService;
  actions: CampaignActions;
  settings: CampaignSettings;
  nudges: Nudges;
  close(): Promise<void>;
}

export async function startCampaigns(): Promise<CampaignsApp> {
  const { url } = await createTestDatabase();
  const redis = createTestRedis();
  @Module({
    imports: [
      StoreModule.forRoot(url),
      QueueModule.forRoot(redis.url, redis.prefix),
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
    close: () => app.close(),
  };
}

/** A user in Postgres, as who asks. */
export async function seedUser({ database }: CampaignsApp, name: string, role: Role): Promise<Caller> {
  const { id: userId } = await database.prisma.user.create({ data: { id: crypto.randomUUID(), name, role } });
  return { userId, name, role };
}

/** A running campaign of a user with as many trials as asked for, on one device. */
export async function seedOwned(
  { database }: CampaignsApp,
  owner: Caller | null,
  deviceId: string,
  trials = 3,
): Promise<string> {
  const id = await seedCampaign(database, deviceId, trials);
  await database.prisma.campaign.update({ where: { id }, data: { ownerId: owner?.userId ?? null } });
  return id;
}

export function actorOf({ name }: Caller): Actor {
  return { name, via: 'test', address: '10.0.0.9', requestId: 'r1' };
}
