import type { CampaignView, GridView, LanesView, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

const SOURCE = `
name: cell by cell
workloads: [alexnet, resnet18]
factors: { gpuFrequency: [460.8 MHz, 921.6 MHz], cpuFrequency: 825.6 MHz }
repetitions: 2
inferences: 320
`;

describe('the course of a campaign', () => {
  let lab: Lab;
  let campaign: CampaignView;

  const stored = (sql: string) => queryOnce<{ id: string; key: string }>(lab.databaseUrl, sql);
  const path = (rest: string): string => `/v1/campaigns/${campaign.id}/${rest}`;
  const get = async <T>(rest: string): Promise<T> => {
    const { status, body } = await lab.call('GET', path(rest));
    expect([status, status === 200 ? null : body]).toEqual([200, null]);
    return body as T;
  };
  const refused = async (rest: string): Promise<[number, string]> => {
    const { status, body } = await lab.call('GET', path(rest));
    return [status, (body as Problem).code];
  };
  const counted = ({ lanes }: LanesView) =>
    lanes.map(({ device, trials }) => [
      device,
      ...(['accepted', 'rejected', 'failed', 'other'] as const).map((what) =>
        trials.reduce((sum, each) => sum + each[what], 0),
      ),
    ]);

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-nano'], timeScale: 2000 });
    for (const twin of lab.twins) await lab.enroll(twin);
    campaign = await lab.launch(SOURCE);
    await lab.completed(campaign.id, 120);
  }, 150_000);
  afterAll(() => lab.stop());

  it('counts the trials of each cell by state, of a device and a workload', async () => {
    const grid = await get<GridView>('grid');
    expect(grid).toMatchObject({ device: 'nano', workload: 'alexnet', now: null });
    expect([grid.devices, grid.workloads]).toEqual([
      ['nano', 'nano-1'],
      ['alexnet', 'resnet18'],
    ]);
    const nothing = { pending: 0, assigned: 0, failed: 0, skipped: 0, rejected: 0 };
    expect(grid.cells).toHaveLength(3);
    for (const cell of grid.cells) expect(cell).toMatchObject({ ...nothing, accepted: 2, graphMode: 'dynamic' });
    expect(grid.cells.map(({ levels }) => levels.gpuHz ?? 'dvfs').sort()).toEqual([460_800_000, 921_600_000, 'dvfs']);
    const other = await get<GridView>('grid?device=nano-1&workload=resnet18');
    expect(other).toMatchObject({ device: 'nano-1', workload: 'resnet18' });
    expect(other.cells).toHaveLength(3);
    expect((await get<GridView>('grid?workload=nothing')).cells).toEqual([]);
    expect(await refused('grid?device=nobody')).toEqual([404, 'device_unknown']);
  });

  it('has every attempt of a device in time, or those that ended in one column together', async () => {
    const lanes = await get<LanesView>('lanes?columns=2000');
    expect(lanes).toMatchObject({ attempts: 'all', pauses: [], leftOut: 0 });
    expect(counted(lanes)).toEqual([
      ['nano', 12, 0, 0, 0],
      ['nano-1', 12, 0, 0, 0],
    ]);
    const spanMs = Date.parse(lanes.to) - Date.parse(lanes.from);
    for (const { shards, trials } of lanes.lanes) {
      expect(shards.length).toBeGreaterThan(0);
      for (const { startMs, endMs } of trials) {
        expect(startMs).toBeGreaterThanOrEqual(shards[0]!.startMs);
        expect(endMs).toBeGreaterThanOrEqual(startMs);
        expect(endMs).toBeLessThanOrEqual(spanMs);
      }
    }
    const one = await get<LanesView>('lanes?columns=1&device=nano-1');
    expect(one.lanes.map(({ device, trials }) => [device, trials.length, trials[0]!.trialId])).toEqual([
      ['nano-1', 1, null],
    ]);
    expect(counted(one)).toEqual([['nano-1', 12, 0, 0, 0]]);
  });

  it('has a part of the time, and refuses one that ends before it begins', async () => {
    const { from, to } = await get<LanesView>('lanes');
    const middle = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();
    const halves = [
      await get<LanesView>(`lanes?from=${from}&to=${middle}`),
      await get<LanesView>(`lanes?from=${middle}&to=${to}`),
    ];
    expect(halves.map(({ whole }) => whole)).toEqual([
      { from, to },
      { from, to },
    ]);
    const [first, second] = halves.map((half) => counted(half)[0]![1] as number);
    expect(first! + second!).toBe(12);
    expect(second).toBeGreaterThan(0);
    expect(await refused(`lanes?from=${to}&to=${from}`)).toEqual([422, 'bad_range']);
    expect(await refused('lanes?device=nobody')).toEqual([404, 'device_unknown']);
  });

  it('shows what was rejected and failed, when a device was out of use, and who paused it', async () => {
    const [trial] = await stored(
      `SELECT t.id, c.cell_key AS key FROM trial t JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
       WHERE d.name = 'nano' AND c.workload = 'alexnet' ORDER BY position LIMIT 1`,
    );
    await stored(`UPDATE measurement SET verdict = 'rejected' WHERE trial_id = '${trial!.id}'`);
    await stored(`UPDATE trial SET attempt = 2, state = 'pending' WHERE id = '${trial!.id}'`);
    await stored(`INSERT INTO audit_entry (id, actor, via, action, subject, subject_id, at)
      SELECT gen_random_uuid(), 'ada', 'session', 'campaign.pause', 'campaign', id, started_at FROM campaign`);
    expect((await lab.call('POST', '/v1/devices/nano-1/quarantine', { reason: 'smells' })).status).toBe(200);
    await stored(`UPDATE campaign SET finished_at = now() + interval '1 second'`);
    const lanes = await get<LanesView>('lanes');
    expect(counted(lanes)[0]).toEqual(['nano', 11, 1, 0, 0]);
    expect(lanes.lanes[1]!.conditions).toMatchObject([{ availability: 'quarantined', endMs: null }]);
    expect(lanes.lanes[1]!.conditions[0]!.message).toMatch(/smells/);
    expect(lanes.pauses).toEqual([{ startMs: 0, endMs: null, by: 'ada' }]);
    const { cells } = await get<GridView>('grid?device=nano&workload=alexnet');
    const changed = cells.find(({ cellKey }) => cellKey === trial!.key);
    expect(changed).toMatchObject({ pending: 1, accepted: 1, rejected: 1 });
  });
});
