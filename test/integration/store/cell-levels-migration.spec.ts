import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../../testkit/database';

const FOLDER = join(__dirname, '../../../prisma/migrations');
const MIGRATION = '20261125130000_cell_levels';
const INFERENCES = '20261128100000_inferences_among_levels';

const sqlOf = (name: string) => readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8');

it('carries the levels of cells over that were stored in columns', async () => {
  const client = new Client({ connectionString: (await createTestDatabase()).url });
  await client.connect();
  try {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const earlier = readdirSync(FOLDER).filter((name) => /^\d/.test(name) && name < MIGRATION);
    for (const name of earlier.sort()) await client.query(sqlOf(name));
    await client.query("SET session_replication_role = 'replica'");
    const insert = `INSERT INTO cell (id, campaign_id, cell_key, device_class, workload, command, graph_mode, batch_size,
      inferences, cpu_khz, gpu_hz, cpu_governor, gpu_governor)
      VALUES ($1, $2, $3, 'jetson-nano', 'alexnet', '{}', 'dynamic', $4, 3200, $5, $6, $7, $8)`;
    const campaignId = randomUUID();
    await client.query(insert, [randomUUID(), campaignId, 'pinned', 8, 1_479_000, 614_400_000, null, null]);
    await client.query(insert, [randomUUID(), campaignId, 'governed', 16, null, null, 'ondemand', null]);
    await client.query(sqlOf(MIGRATION));
    const { rows } = await client.query('SELECT cell_key, levels FROM cell ORDER BY cell_key DESC');
    const governors = { cpuGovernor: null, gpuGovernor: null };
    expect(rows).toEqual([
      { cell_key: 'pinned', levels: { batchSize: 8, cpuKhz: 1_479_000, gpuHz: 614_400_000, ...governors } },
      {
        cell_key: 'governed',
        levels: { batchSize: 16, cpuKhz: 'dvfs', gpuHz: 'dvfs', ...governors, cpuGovernor: 'ondemand' },
      },
    ]);
    await client.query(sqlOf(INFERENCES));
    await client.query(sqlOf(INFERENCES));
    const { rows: counted } = await client.query(`SELECT DISTINCT levels->'inferences' AS n FROM cell`);
    expect(counted).toEqual([{ n: 3200 }]);
  } finally {
    await client.end();
  }
});
