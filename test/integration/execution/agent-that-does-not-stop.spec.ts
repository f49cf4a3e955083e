import { readFileSync } from 'node:fs';
import type { CampaignView, ProgressView } from '@joulefleet/contracts';
import { boardProcesses } from '../../../apps/twin/src/process/board-processes';
import { until } from '../../testkit/until';
import { FAST, startFleetLab, sweepOf, type FleetLab } from '../health/fleet-lab';

/** As the real ones, many times shorter. */
const LIMITS = { pauseMs: 2_000, cancelMs: 2_000 };

/** Stops the executor of a board as if it hung: the process that was forked away from the agent that serves. */
function freezeExecutor(root: string): () => void {
  const pids = boardProcesses(root);
  const detached = pids.filter((pid) => isPython(pid) && ![process.pid, ...pids].includes(parentOf(pid)));
  if (detached.length === 0) throw new Error(`no executor below ${root}`);
  for (const pid of detached) process.kill(pid, 'SIGSTOP');
  return () => detached.forEach((pid) => process.kill(pid, 'SIGKILL'));
}

const isPython = (pid: number): boolean => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('python');
const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);

describe('a shard whose agent does not stop', () => {
  let lab: FleetLab;

  beforeAll(async () => {
    const controller = { watch: { timings: FAST }, stopLimits: LIMITS };
    lab = await startFleetLab({ twins: ['jetson-nano'], timeScale: 400, seed: 53, controller });
  }, 60_000);
  afterAll(() => lab.stop());

  const untilMeasuring = async (id: string): Promise<void> => {
    await until(async () => {
      const { devices } = (await lab.call('GET', `/v1/campaigns/${id}/progress`)).body as ProgressView;
      return devices.some(({ now }) => now?.phase === 'measuring');
    });
  };

  it.each(['pause', 'cancel'])(
    'is given up after a %s, and its device waits for a person',
    async (action) => {
      const { id } = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 200));
      await lab.untilDevice('nano', ({ availability }) => availability === 'leased');
      await untilMeasuring(id);
      const release = freezeExecutor(lab.twins[0]!.root);
      try {
        await lab.call('POST', `/v1/campaigns/${id}/${action}`);
        const out = await lab.untilDevice('nano', ({ availability }) => availability === 'quarantined', 30_000);
        expect(out).toMatchObject({ reason: expect.stringContaining('did not stop the shard in time') });
        const { trials } = (await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView;
        expect(trials).toMatchObject({ assigned: 0 });
      } finally {
        release();
      }
      await lab.call('POST', '/v1/campaigns/' + id + '/cancel');
      await lab.call('POST', '/v1/devices/nano/check');
      await lab.untilDevice('nano', ({ availability }) => availability === 'ready');
    },
    90_000,
  );
});
