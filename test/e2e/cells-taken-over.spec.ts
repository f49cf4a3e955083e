import type { CampaignView, PlanView, ProgressView, ReportView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { until } from '../testkit/until';

const FILE = `
name: shared out
workloads: [alexnet]
factors: { gpuFrequency: [307.2 MHz, 384 MHz, 460.8 MHz], cpuFrequency: 1479 MHz, batchSize: [8, 16] }
devicesPerCell: 1
repetitions: 3
inferences: 160
shardTrials: 3
`;
/** Three clocks for each of two batch sizes, and the baseline of each batch size. */
const CELLS = 6;
const BASELINES = 2;

describe('a campaign whose cells are shared out', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-nano', 'jetson-nano'] });
    for (const twin of lab.twins) await lab.enroll(twin);
  });
  afterAll(() => lab.stop());

  const get = async <T>(path: string): Promise<T> => (await lab.call('GET', path)).body as T;
  const doneOn = async (id: string, name: string): Promise<number> => {
    const { devices } = await get<ProgressView>(`/v1/campaigns/${id}/progress`);
    return devices.find(({ device }) => device === name)!.done;
  };
  /** Accepted trials of each cell, by device: those of a cell that is no baseline. */
  const measured = ({ rows }: ReportView): Map<string, { device: string; trials: number }[]> => {
    const cells = new Map<string, { device: string; trials: number }[]>();
    for (const { device, cells: own } of rows) {
      for (const { cellKey, levels, trials } of own) {
        if (typeof levels.gpuHz !== 'number') continue;
        cells.set(cellKey, [...(cells.get(cellKey) ?? []), { device, trials }]);
      }
    }
    return cells;
  };

  it('says how many cells each device gets', async () => {
    const { body } = await lab.call('POST', '/v1/campaigns', { source: FILE, dryRun: true });
    const { plan } = body as { plan: PlanView };
    const cells = CELLS / 3 + BASELINES;
    expect(plan.devices.map((device) => [device.cells, device.trials])).toEqual(Array(3).fill([cells, cells * 3]));
    expect(plan.devices[0]!.notes).toContain(
      `${cells} of ${CELLS + BASELINES} cells are measured here, the others on other devices of its class`,
    );
  });

  it('measures the cells of a device that is lost midway on the others, each with all of its repetitions', async () => {
    const { id } = await lab.launch(FILE);
    const lost = lab.twins[1]!;
    await until(async () => (await doneOn(id, lost.name)) >= 2, { timeoutMs: 60_000 });
    await lost.stop();
    const retire = { reason: 'fell off the shelf', immediately: true };
    expect((await lab.call('POST', `/v1/devices/${lost.name}/retire`, retire)).status).toBe(200);
    const report = await lab.completed(id, 120);

    const cells = measured(report);
    expect(cells.size).toBe(CELLS);
    for (const devices of cells.values()) {
      const complete = devices.filter(({ trials }) => trials === 3);
      expect(complete).toHaveLength(1);
      // What a lost device had begun is shown as its own, and is not mixed with the others.
      expect(devices.filter((each) => !complete.includes(each)).every(({ device }) => device === lost.name)).toBe(true);
    }
    const { trials } = await get<CampaignView>(`/v1/campaigns/${id}`);
    expect(trials).toMatchObject({ pending: 0, assigned: 0, failed: 0 });
    // The baselines of the lost device are nobody else's.
    const reasons = report.failures.map(({ device, reason }) => [device, reason]);
    expect(reasons.every(([device, reason]) => device === lost.name && reason!.includes('was retired'))).toBe(true);
  }, 180_000);
});
