import type { DeviceEventList, DeviceEventView, DeviceView } from '@joulefleet/contracts';
import { CONNECT_PAUSES } from '@joulefleet/core';
import type { WatchTimings } from '@joulefleet/fleet';
import { startLab, type Lab, type LabOptions } from '../../testkit/lab';
import { until } from '../../testkit/until';
import { queryOnce } from '../../testkit/service-client';

/** As the real ones, many times faster. */
export const FAST: Partial<WatchTimings> = {
  pauses: {
    ...CONNECT_PAUSES,
    firstMs: 50,
    longestMs: 400,
    flappingMs: 1_500,
    longestFlappingMs: 6_000,
    refusedMs: 500,
  },
  action: { idleMs: 500, absentMs: 1_500 },
  pollMs: 200,
  noteEveryMs: 200,
  recheckMs: 500,
  bootMs: 15_000,
};

/** A lab, and short ways to look at its devices. */
export interface FleetLab extends Lab {
  device(name: string): Promise<DeviceView>;
  /** A device's history, the oldest first. */
  events(name: string): Promise<DeviceEventView[]>;
  /** Messages of its recovery steps, the oldest first. */
  steps(name: string): Promise<string[]>;
  set(name: string, assignments: string): Promise<void>;
  /** Waits until a device stands so; tells how long that took. */
  untilDevice(name: string, stands: (device: DeviceView) => boolean, withinMs?: number): Promise<DeviceView>;
}

export async function startFleetLab(options: LabOptions, timings: Partial<WatchTimings> = FAST): Promise<FleetLab> {
  const lab = await startLab({ controller: { watch: { timings } }, ...options });
  const get = async <T>(path: string): Promise<T> => (await lab.call('GET', path)).body as T;
  const device = (name: string) => get<DeviceView>(`/v1/devices/${name}`);
  const events = async (name: string) => {
    const list = await get<DeviceEventList>(`/v1/devices/${name}/events?limit=100`);
    return list.events.reverse();
  };
  for (const twin of lab.twins) await lab.enroll(twin);
  return Object.assign(lab, {
    device,
    events,
    steps: async (name: string) =>
      (await events(name)).filter(({ kind }) => kind === 'step').map(({ message }) => message),
    set: async (name: string, assignments: string) => {
      await queryOnce(lab.databaseUrl, `UPDATE device SET ${assignments} WHERE name = '${name}'`);
    },
    untilDevice: async (name: string, stands: (view: DeviceView) => boolean, withinMs = 20_000) => {
      let view = await device(name);
      await until(async () => stands((view = await device(name))), { timeoutMs: withinMs }).catch(() => {
        throw new Error(`not so in ${withinMs} ms: ${JSON.stringify({ ...view, facts: null })}`);
      });
      return view;
    },
  });
}

/** Inferences whose window takes 4 to 8 s of a board's time: the shortest that are still measured well. */
const SHORT_INFERENCES: Readonly<Record<string, number>> = {
  'jetson-nano': 160,
  'jetson-xavier-nx': 1600,
  'jetson-orin-nx': 1600,
};

/** One device's campaign of short trials, six in a shard. */
export function sweepOf(
  deviceClass: string,
  gpuFrequency: string,
  repetitions: number,
  inferences = SHORT_INFERENCES[deviceClass],
): string {
  return [
    'name: watched over',
    `devices: { names: [${deviceClass.slice(7)}] }`,
    'workloads: [alexnet]',
    `factors: { perClass: { ${deviceClass}: { gpuFrequency: ${gpuFrequency} } } }`,
    `repetitions: ${repetitions}`,
    `inferences: ${inferences}`,
    'shardTrials: 6',
    '',
  ].join('\n');
}
