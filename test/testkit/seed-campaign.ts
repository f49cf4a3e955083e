import { factorLevels } from '@joulefleet/core';
import { insertCampaign, saveDevice, type Database } from '@joulefleet/store';

/** An enrolled device as far as Postgres knows: nothing ever connects to it. */
export async function seedDevice(database: Database, name = 'device-a') {
  return saveDevice(database, {
    name,
    deviceClass: 'jetson-nano',
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
}

/** A running campaign of one cell with as many trials as asked for, on one device. */
export async function seedCampaign(database: Database, deviceId: string, trials: number): Promise<string> {
  const cellKey = 'c'.repeat(32);
  return insertCampaign(database, {
    name: 'seeded',
    source: 'name: seeded',
    spec: {
      shardTrials: 12,
      seed: 1,
      warmup: { batches: 3, maxS: 60 },
      sampling: { mode: 'batch-aware', periodMs: 100 },
    },
    simulated: true,
    strategy: { name: 'sweep', parameters: { repetitions: trials, order: 'sequential', seed: 1 } },
    cells: [
      {
        cellKey,
        deviceClass: 'jetson-nano',
        workload: 'alexnet',
        command: null,
        graphMode: 'dynamic',
        // 375 batches of 16, as in the trials that bench/traces draws.
        inferences: 6000,
        levels: factorLevels({ gpuHz: 614_400_000 }),
      },
    ],
    trials: [
      {
        deviceId,
        cells: new Int32Array(trials),
        repetitions: Int32Array.from({ length: trials }, (_, index) => index + 1),
      },
    ],
  });
}
