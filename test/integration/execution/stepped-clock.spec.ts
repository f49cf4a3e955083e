import { Client } from 'pg';
import type { ProgressView } from '@joulefleet/contracts';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';
import { startFleetLab, sweepOf, type FleetLab } from '../health/fleet-lab';

/** `now()` of one database, as if the clock of its machine were set: an own function that is found before the server's. */
const SHIM = `
  CREATE SCHEMA shim;
  CREATE TABLE shim.step (by interval NOT NULL);
  INSERT INTO shim.step VALUES ('0');
  CREATE FUNCTION shim.now() RETURNS timestamptz STABLE LANGUAGE sql AS
    'SELECT pg_catalog.now() + (SELECT by FROM shim.step)'`;

describe('the clock of the database is set', () => {
  let lab: FleetLab;

  beforeAll(async () => {
    lab = await startFleetLab({ twins: ['jetson-nano'], timeScale: 200, seed: 17 });
    await inDatabase(async (client) => {
      await client.query(SHIM);
      const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
      await client.query(`ALTER DATABASE "${rows[0]!.name}" SET search_path = shim, pg_catalog, public`);
    });
    await lab.restartController();
  }, 60_000);
  afterAll(() => lab.stop());

  async function inDatabase(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: lab.databaseUrl });
    await client.connect();
    await work(client).finally(() => client.end());
  }
  const number = async (sql: string): Promise<number> =>
    Number(Object.values((await queryOnce(lab.databaseUrl, sql))[0]!)[0]);

  it.each([
    // Its lease has run out by then: it is begun once more, under a new fence.
    ['forward', '1 hour', 2],
    ['back', '-2 hours', 1],
  ])(
    'by an hour or two %s in mid-campaign: every trial counts once, and no device is blamed',
    async (_, step, attempts) => {
      await lab.untilDevice('nano', ({ availability }) => availability === 'ready');
      const { id } = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 5));
      const records = `SELECT count(*) FROM spool_record r JOIN shard s ON s.id = r.shard_id WHERE s.campaign_id = '${id}'`;
      await until(async () => (await number(records)) >= 3);
      await queryOnce(lab.databaseUrl, `UPDATE shim.step SET by = by + '${step}'`);
      const report = await lab.completed(id, 60);
      const { accepted, total } = report.campaign.trials;
      expect(accepted).toBe(total);
      expect(
        await number(`SELECT count(*) FROM measurement m JOIN trial t ON t.id = m.trial_id
        JOIN shard s ON s.id = m.shard_id WHERE s.campaign_id = '${id}'`),
      ).toBe(total);
      expect(await number(`SELECT max(attempt) FROM shard WHERE campaign_id = '${id}'`)).toBe(attempts);
      const device = await lab.untilDevice('nano', ({ availability }) => availability === 'ready');
      expect(device).toMatchObject({ health: 'good', reason: null });
      const kinds = (await lab.events('nano')).map(({ kind }) => kind);
      expect(kinds).not.toContain('fault');
      expect(kinds).not.toContain('step');
      const { devices } = (await lab.call('GET', `/v1/campaigns/${id}/progress`)).body as ProgressView;
      expect(devices).toHaveLength(1);
      // Both would be off by the step: the time that the shards took is not the difference of two times of day.
      const busyS = await number(`SELECT sum(busy_ms) / 1000 FROM shard WHERE campaign_id = '${id}'`);
      expect(busyS).toBeGreaterThan(0.1);
      expect(busyS).toBeLessThan(60);
    },
    120_000,
  );
});
