import { startFleetLab, sweepOf, type FleetLab } from '../health/fleet-lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

describe('a shard that the controller cannot follow for a fault of its own', () => {
  let lab: FleetLab;

  beforeAll(async () => (lab = await startFleetLab({ twins: ['jetson-nano'], timeScale: 1000, seed: 91 })), 60_000);
  afterAll(() => lab.stop());

  const sealedWith = (key: string) => queryOnce(lab.databaseUrl, `UPDATE identity SET master_key_id = ${key}`);
  const attempts = async () =>
    (await queryOnce<{ n: number }>(lab.databaseUrl, 'SELECT max(attempt)::int AS n FROM shard'))[0]!.n;

  it('goes from execution to execution, and nothing of it is stored as the state of the device', async () => {
    await lab.untilDevice('nano', ({ availability, health }) => availability === 'ready' && health === 'good');
    const [{ id: own }] = (await queryOnce<{ id: string }>(
      lab.databaseUrl,
      'SELECT master_key_id AS id FROM identity',
    )) as [{ id: string }];
    await sealedWith(`'lost'`);
    const { id } = await lab.launch(sweepOf('jetson-nano', '460.8 MHz', 2));
    await until(
      async () => {
        expect(await lab.device('nano')).toMatchObject({ reason: null, health: 'good' });
        expect(['ready', 'leased']).toContain((await lab.device('nano')).availability);
        return (await attempts()) >= 2;
      },
      { timeoutMs: 40_000, pauseMs: 100 },
    );
    const told = (await lab.events('nano')).filter(({ message }) => message.includes('(controller)'));
    // Once in each of the first two executions, whatever the number of tries.
    expect([1, 2]).toContain(told.length);

    await sealedWith(`'${own}'`);
    const report = await lab.completed(id, 60);
    expect(report.campaign.trials.accepted).toBe(report.campaign.trials.total);
  }, 120_000);
});
