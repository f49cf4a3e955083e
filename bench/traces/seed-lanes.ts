import { factorLevels } from '@joulefleet/core';
import { insertCampaign, placeShard, saveDevice, type Database, type PlacedShard } from '@joulefleet/store';
import { BOARD, SCHEDULE } from './draw-trace';

/** A device with its shard; its records are committed sequentially. */
export interface Lane extends PlacedShard {
  trialIds: string[];
}

const BATCH_SIZE = 16;
/** As in the study: a cell is measured ten times. */
const REPETITIONS = 10;

/** Devices with a leased shard of `cells` times ten trials each, as the dispatcher would have placed them. */
export async function seedLanes(
  database: Database,
  devices: number,
  cells: number,
  batches: number = SCHEDULE.batches,
): Promise<Lane[]> {
  const deviceIds: string[] = [];
  for (let i = 0; i < devices; i++) deviceIds.push(await seedDevice(database, `bench-${i}`));
  const campaignId = await seedCampaign(database, deviceIds, cells, batches);
  return Promise.all(
    deviceIds.map(async (deviceId) => {
      const trials = await database.prisma.trial.findMany({ where: { deviceId }, orderBy: { position: 'asc' } });
      const trialIds = trials.map(({ id }) => id);
      const placed = await placeShard(database, { kind: 'lease', deviceId, campaignId, trialIds });
      if (!placed) throw new Error('could not lease a new device');
      return { ...placed, trialIds };
    }),
  );
}

/** Nothing ever connects to it. */
export async function seedDevice(database: Database, name: string): Promise<string> {
  const { id } = await saveDevice(database, {
    name,
    deviceClass: BOARD.deviceClass,
    host: '127.0.0.1',
    port: 1,
    loginUser: 'nobody',
    identityId: null,
    hostKeyType: 'ssh-ed25519',
    fingerprint: `SHA256:${'A'.repeat(43)}`,
    labels: [],
    simulated: true,
    availability: 'ready',
    health: 'good',
    reason: null,
    facts: {},
  });
  return id;
}

/** A campaign of `cells` cells, ten trials of each on each device. */
export async function seedCampaign(
  database: Database,
  deviceIds: readonly string[],
  cells: number,
  batches: number = SCHEDULE.batches,
): Promise<string> {
  const cellKeys = Array.from({ length: cells }, (_, i) => i.toString(16).padStart(32, '0'));
  const blocks = Array.from({ length: REPETITIONS }, (_, i) => i + 1);
  return insertCampaign(database, {
    name: 'benchmark',
    source: 'name: benchmark',
    spec: {},
    simulated: true,
    strategy: { name: 'sweep', parameters: { repetitions: REPETITIONS, order: 'sequential', seed: 1 } },
    cells: cellKeys.map((cellKey) => ({
      cellKey,
      deviceClass: BOARD.deviceClass,
      workload: 'alexnet',
      command: null,
      graphMode: 'dynamic',
      inferences: batches * BATCH_SIZE,
      levels: factorLevels({ batchSize: BATCH_SIZE, cpuKhz: BOARD.cpuKhz, gpuHz: BOARD.gpuHz }),
    })),
    trials: blocks.flatMap((block) =>
      deviceIds.map((deviceId) => ({
        deviceId,
        cells: Int32Array.from(cellKeys.keys()),
        repetitions: new Int32Array(cells).fill(block),
      })),
    ),
  });
}
