import type { ReportView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';

const SWEEP = [
  'name: too large',
  'workloads: [yolov4tiny]',
  'baseline: none',
  'factors: { gpuFrequency: [614.4 MHz, 921.6 MHz], cpuFrequency: 1479 MHz, batchSize: [8, 1024, 4096] }',
  'repetitions: 3',
  'inferences: 160',
  'sampling: { mode: fixed, period: 20 ms }',
  'shardTrials: 1',
  '',
].join('\n');

describe('a batch that does not fit into memory', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  it('fails once, and is neither repeated nor followed by larger ones', async () => {
    const { id } = await lab.launch(SWEEP);
    await lab.completed(id, 60);
    const report = (await lab.call('GET', `/v1/campaigns/${id}/report`)).body as ReportView;
    const { trials } = report.campaign;
    expect(trials.total).toBe(18);
    expect(trials.accepted).toBe(6);
    // Batch 4096 may come first in the random order, then 1024 is tried once, too.
    expect(trials.failed).toBeGreaterThanOrEqual(1);
    expect(trials.failed).toBeLessThanOrEqual(2);
    expect(trials.skipped).toBe(12 - trials.failed);
    const skipped = await queryOnce<{ reason: string }>(
      lab.databaseUrl,
      `SELECT DISTINCT reason FROM trial WHERE campaign_id = '${id}' AND state = 'skipped'`,
    );
    for (const { reason } of skipped)
      expect(reason).toMatch(/^not tried: batch (1024|4096) ran out of memory \(out_of_memory: CUDA/);
  }, 90_000);
});
