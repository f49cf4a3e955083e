import { setTimeout as sleep } from 'node:timers/promises';
import { startFleetLab, sweepOf, type FleetLab } from './fleet-lab';

describe('the check before a shard', () => {
  let lab: FleetLab;

  beforeAll(async () => {
    lab = await startFleetLab({ twins: ['jetson-nano', 'jetson-xavier-nx'], timeScale: 400, seed: 41 });
  }, 300_000);
  afterAll(() => lab.stop());

  const checks = async (name: string): Promise<number> =>
    (await lab.events(name)).filter(({ kind }) => kind === 'preflight').length;

  it('is made once for a campaign, however many shards it has', async () => {
    for (let campaign = 1; campaign <= 2; campaign++) {
      const before = await checks('nano');
      const { id } = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 4));
      await lab.completed(id, 60);
      await lab.untilDevice('nano', ({ availability }) => availability === 'ready');
      expect((await checks('nano')) - before).toBe(1);
    }
  }, 300_000);

  it('is made again after a fault of the network, without an admin, and nothing is lost', async () => {
    const before = await checks('nano');
    const { id } = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 8));
    await lab.untilDevice('nano', ({ availability }) => availability === 'leased');
    await sleep(2_000);
    lab.twins[0]!.cutConnections();
    await lab.untilDevice('nano', ({ health }) => health === 'unknown');
    const { campaign } = await lab.completed(id, 240);
    expect(campaign.trials).toMatchObject({ accepted: campaign.trials.total });
    await lab.untilDevice('nano', ({ availability, health }) => availability === 'ready' && health === 'good');
    expect((await checks('nano')) - before).toBeGreaterThanOrEqual(2);
    const faults = (await lab.events('nano')).filter(({ kind }) => kind === 'fault');
    expect(faults.at(-1)).toMatchObject({ body: { origin: 'network' } });
  }, 300_000);

  it('lets a hot device cool first', async () => {
    lab.twins[1]!.setRoomTemperature(85);
    const { id } = await lab.launch(sweepOf('jetson-xavier-nx', '[510 MHz]', 1));
    const hot = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'cooling');
    expect(hot).toMatchObject({ health: 'unknown', reason: expect.stringContaining('temperature_in_window') });
    lab.twins[1]!.setRoomTemperature(25);
    await lab.set('xavier-nx', 'deadline_at = now()');
    await lab.completed(id, 60);
  }, 300_000);

  it('quarantines a device that cannot measure, and its trials wait for it', async () => {
    lab.twins[1]!.makeClocksStick();
    const { id } = await lab.launch(sweepOf('jetson-xavier-nx', '[510 MHz]', 1));
    const out = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'quarantined');
    expect(out).toMatchObject({ health: 'bad', reason: expect.stringContaining('clocks_settable') });
    lab.twins[1]!.makeClocksStick(false);
    await lab.call('POST', '/v1/devices/xavier-nx/check');
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ accepted: campaign.trials.total });
  }, 300_000);

  it('leaves alone what is executing already when a controller starts again', async () => {
    const before = await checks('xavier-nx');
    const { id } = await lab.launch(sweepOf('jetson-xavier-nx', '[510 MHz, 803.25 MHz]', 8));
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'leased');
    await sleep(1_500);
    await lab.restartController();
    const { campaign } = await lab.completed(id, 240);
    expect(campaign.trials).toMatchObject({ accepted: campaign.trials.total });
    expect((await checks('xavier-nx')) - before).toBe(1);
  }, 300_000);
});
