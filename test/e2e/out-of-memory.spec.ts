import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  'shardTrials: 1',
  '',
].join('\n');

const CRASHES = [
  'name: crashes',
  'workloads: [alexnet]',
  'baseline: none',
  'factors: { gpuFrequency: [614.4 MHz, 921.6 MHz], cpuFrequency: 1479 MHz, batchSize: [8, 16, 32] }',
  'repetitions: 2',
  'order: sequential',
  'inferences: 320',
  'shardTrials: 1',
  '',
].join('\n');

describe('a batch that cannot be measured', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  it('fails once where it does not fit into memory, and is neither repeated nor followed by larger ones', async () => {
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

  /** Has the runner of AlexNet do something before it starts its work; `batch` is its batch size. */
  const runnerThat = (does: string): void => {
    const file = join(lab.twins[0]!.root, 'opt/joulefleet/workloads/alexnet');
    const [before, after] = readFileSync(file, 'utf8').split('    root = sys.argv[0]');
    const hook = `    batch = int(field(spec, "batchSize"))\n${does}\n`;
    writeFileSync(file, `${before!.split('    batch = ')[0]}${hook}    root = sys.argv[0]${after}`);
  };
  const statesOf = (id: string) =>
    queryOnce<{ batch: number; state: string; attempt: number; reason: string | null; trials: number }>(
      lab.databaseUrl,
      `SELECT (c.levels->>'batchSize')::int AS batch, t.state, t.attempt, t.reason, count(*)::int AS trials
       FROM trial t JOIN cell c ON c.id = t.cell_id WHERE t.campaign_id = '${id}' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3`,
    );

  it('is tried three times where its workload crashes, and larger ones are not', async () => {
    runnerThat('    if batch >= 16: sys.exit("no such kernel")');
    const { id } = await lab.launch(CRASHES);
    await lab.completed(id, 60);
    const said = 'workload_failed: exit code 1: no such kernel';
    expect(await statesOf(id)).toEqual([
      { batch: 8, state: 'accepted', attempt: 1, reason: null, trials: 4 },
      { batch: 16, state: 'failed', attempt: 3, reason: `3 attempts, the last one: ${said}`, trials: 2 },
      {
        batch: 16,
        state: 'skipped',
        attempt: 1,
        reason: `not tried: batch 16 failed at each attempt (${said})`,
        trials: 2,
      },
      {
        batch: 32,
        state: 'skipped',
        attempt: 1,
        reason: `not tried: batch 16 failed at each attempt (${said})`,
        trials: 4,
      },
    ]);
  }, 90_000);

  it('is measured where the crash does not come again', async () => {
    const once = join(lab.folder, 'crashed');
    runnerThat(
      `    import os\n    if batch == 16 and not os.path.exists("${once}"): open("${once}", "w"), sys.exit("lost its way")`,
    );
    const { id } = await lab.launch(CRASHES.replace('name: crashes', 'name: crashes once'));
    await lab.completed(id, 60);
    expect((await statesOf(id)).map(({ batch, state, attempt, trials }) => [batch, state, attempt, trials])).toEqual([
      [8, 'accepted', 1, 4],
      [16, 'accepted', 1, 3],
      [16, 'accepted', 2, 1],
      [32, 'accepted', 1, 4],
    ]);
  }, 90_000);
});
