import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceView } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../testkit/lab';
import { seedCampaign } from '../testkit/seed-campaign';

describe('a device that has forgotten its shard', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
    database = openDatabase(lab.databaseUrl);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  it('is verified once more and free again, when every trial of the shard was settled', async () => {
    const { id: deviceId } = await database.prisma.device.findUniqueOrThrow({ where: { name: 'nano' } });
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    const campaignId = await seedCampaign(database, deviceId, 1);
    const shardId = '01a20745-0000-7000-8000-000000000001';
    await database.pool.query(`UPDATE trial SET state = 'accepted', shard_id = $1`, [shardId]);
    await database.pool.query(
      `INSERT INTO shard (id, campaign_id, device_id, state, fence) VALUES ($1, $2, $3, 'executing', 1)`,
      [shardId, campaignId, deviceId],
    );
    await database.pool.query(`UPDATE lease SET shard_id = $1, fence = 1, expires_at = now() - interval '1 second'`, [
      shardId,
    ]);
    await database.pool.query(`UPDATE device SET availability = 'leased'`);

    const device = async (): Promise<DeviceView> => (await lab.call('GET', '/v1/devices/nano')).body as DeviceView;
    for (let i = 0; (await device()).availability !== 'ready'; i++) {
      if (i > 200) throw new Error(JSON.stringify(await device()));
      await sleep(100);
    }
    expect(await database.prisma.shard.findUnique({ where: { id: shardId } })).toMatchObject({
      state: 'settled',
      attempt: 2,
      outcome: { reason: 'completed', restored: { verified: true } },
    });
  }, 60_000);
});
