import type { Actor, Caller, Role } from '@joulefleet/core';
import { openCampaigns, type CampaignsApp } from '../../../bench/verbs/open-campaigns';
import { createTestDatabase } from '../../testkit/database';
import { createTestRedis } from '../../testkit/redis';
import { seedCampaign } from '../../testkit/seed-campaign';

export type { CampaignsApp };

export async function startCampaigns(): Promise<CampaignsApp> {
  const { url } = await createTestDatabase();
  const redis = createTestRedis();
  return openCampaigns(url, redis.url, redis.prefix);
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
