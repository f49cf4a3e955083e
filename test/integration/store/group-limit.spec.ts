import {
  inTransaction,
  listDeviceGroups,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  setGroupLimit,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

it('the limit of a group holds where two dispatchers lease at once', async () => {
  const database = openDatabase((await createTestDatabase()).url);
  await inTransaction(database, (client) => setGroupLimit(client, 'circuit-1', 1));
  const devices = [await seedDevice(database, 'a'), await seedDevice(database, 'b')];
  await database.prisma.device.updateMany({ data: { group: 'circuit-1' } });
  for (const { id } of devices) await seedCampaign(database, id, 2);
  // Both decide from one snapshot.
  const { campaigns } = await readDispatchSnapshot(database);
  const placed = await Promise.all(
    campaigns.map(({ campaignId, pending }) => {
      const { deviceId, trialIds } = pending[0]!;
      return placeShard(database, { kind: 'lease', deviceId, campaignId, trialIds: [...trialIds] });
    }),
  );
  expect(placed.filter((shard) => shard !== null)).toHaveLength(1);
  expect(await listDeviceGroups(database)).toEqual([{ group: 'circuit-1', devices: 2, working: 1, maxAtOnce: 1 }]);
  await database.close();
});
