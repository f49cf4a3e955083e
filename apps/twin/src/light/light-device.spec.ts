import type { Finished } from '../board/board';
import { LightBoard } from './light-board';
import { LightDevice } from './light-device';

const TRIALS = 3;
/** A millisecond of the host is 17 minutes of the device. */
const TIME_SCALE = 1e6;

function shardOf(shardId: string): object {
  const governors = { cpuGovernor: null, gpuGovernor: null };
  const point = {
    ...{ cpuKhz: 'dvfs', gpuHz: 'dvfs', emcHz: 'dvfs', ...governors },
    ...{ powerMode: null, activeCores: null },
  } as const;
  const workload = {
    ...{ name: 'alexnet', command: null, batchSize: 16, graphMode: 'dynamic', inferences: 3200 },
    ...{ warmupBatches: 3, warmupMaxS: 60 },
  } as const;
  const sampling = { mode: 'batch-aware', periodMs: 100, seed: 1 } as const;
  const trials = Array.from({ length: TRIALS }, (_, i) => {
    return {
      trialId: `00000000-0000-4000-8000-00000000000${i}`,
      attempt: 1,
      point,
      workload,
      sampling,
      timeoutS: 7200,
      cooldownS: 0,
      idleS: 0,
    };
  });
  return { shardId, fence: 1, afterSeq: 0, deadmanS: 900, accepted: null, startBand: null, trials };
}

describe('the clock of a light device', () => {
  const windows: Finished[] = [];
  const light = new LightBoard('jetson-orin-nx', 'test');
  let ended: () => void;
  const over = new Promise<void>((resolve) => (ended = resolve));
  const device = new LightDevice(light, {
    ...{ serial: 's', timeScale: TIME_SCALE, idleTimeScale: 1, restS: 90 },
    onRun: (finished) => windows.push(finished),
    onShard: (_, change) => change === 'ended' && ended(),
  });

  it('waits between trials for what is computed, and runs on slowly after them', async () => {
    const shownUs = [device.nowUs()];
    device.listen(() => shownUs.push(device.nowUs()));
    await device.table.start(shardOf('00000000-0000-4000-8000-0000000000ff'));
    await over;
    expect(windows).toHaveLength(TRIALS);
    const pausesS = windows.slice(1).map(({ startUs }, i) => (startUs - windows[i]!.endUs) / 1e6);
    // Reading the last samples, loading and warming up.
    expect(Math.max(...pausesS)).toBeLessThan(10);
    const restUs = device.nowUs() - light.board.nowUs;
    expect(restUs).toBeGreaterThanOrEqual(0);
    expect(restUs).toBeLessThan(60e6);
    shownUs.push(device.nowUs());
    expect(shownUs).toEqual([...shownUs].sort((a, b) => a - b));
  });

  it('is checked after a rest, when the board has cooled', async () => {
    const [beforeUs, beforeC] = [light.board.nowUs, light.hottest().temperatureC];
    const { temperatureC } = await device.preflight();
    expect(light.board.nowUs - beforeUs).toBeGreaterThan(60e6);
    expect(temperatureC!.temperatureC).toBeLessThan(beforeC);
    const againUs = light.board.nowUs;
    await device.preflight();
    expect(light.board.nowUs - againUs).toBeLessThan(30e6);
  });
});
