import { factorLevels, normalDeviate, type Cell, type DevicePlan, type Random } from '@joulefleet/core';

export const CLASSES = ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'] as const;

/** What a simulated fleet is to measure, and when it loses which device. */
export interface SimulatedFleet {
  plans: DevicePlan[];
  repetitions: number;
  /** What a trial of a cell takes on a device, in ms. */
  trialMs(device: string, cell: Cell): number;
  /** By name of device. */
  lostAtMs: ReadonlyMap<string, number>;
}

export interface FleetSize {
  devicesPerClass: number;
  lost: number;
  clocks: number;
  repetitions: number;
}

const MEAN_TRIAL_MS = 60_000;
/** Devices of a class differ by so much, and trials of a cell by so much. */
const DEVICES_SD = 0.03;
const TRIALS_SD = 0.02;

/**
 * A fleet of three classes with a sweep over CPU and GPU clocks and batch sizes. A trial takes longer at lower clocks and smaller
 * batches, as in the study; from the fastest cell to the slowest it is a factor of about ten. Devices are lost at any time of the
 * campaign.
 */
export function drawFleet({ devicesPerClass, lost, clocks, repetitions }: FleetSize, random: Random): SimulatedFleet {
  const plans = CLASSES.flatMap((deviceClass) => {
    const cells = cellsOf(deviceClass, clocks);
    return Array.from({ length: devicesPerClass }, (_, i) => {
      return { device: `${deviceClass}-${i}`, deviceClass, cells, sentinel: null, notes: [] };
    });
  });
  const meanWeight = plans[0]!.cells.reduce((sum, cell) => sum + weightOf(cell), 0) / plans[0]!.cells.length;
  const speeds = new Map(plans.map(({ device }) => [device, Math.exp(DEVICES_SD * normalDeviate(random))]));
  const trialMs = (device: string, cell: Cell): number =>
    (MEAN_TRIAL_MS * weightOf(cell) * speeds.get(device)! * Math.exp(TRIALS_SD * normalDeviate(random))) / meanWeight;
  const expectedMs = (plans[0]!.cells.length * repetitions * MEAN_TRIAL_MS) / devicesPerClass;
  const lostAtMs = new Map<string, number>();
  while (lostAtMs.size < lost) {
    lostAtMs.set(plans[Math.floor(random() * plans.length)]!.device, random() * expectedMs);
  }
  return { plans, repetitions, trialMs, lostAtMs };
}

function weightOf({ levels: { gpuHz, cpuKhz, batchSize } }: Cell): number {
  const gpu = 1e9 / Number(gpuHz);
  return 0.6 * gpu + 0.2 * (1e6 / Number(cpuKhz)) + (0.2 * gpu) / batchSize;
}

function cellsOf(deviceClass: string, clocks: number): Cell[] {
  const steps = Array.from({ length: clocks }, (_, i) => (i + 1) / clocks);
  const work = { workload: 'alexnet', command: null, graphMode: 'dynamic', inferences: 3200 } as const;
  return [1, 4, 16].flatMap((batchSize) =>
    steps.flatMap((gpu) =>
      steps.map((cpu) => {
        const clocksOf = { gpuHz: Math.round(gpu * 1e9), cpuKhz: Math.round(cpu * 1e6) };
        const levels = { ...factorLevels(clocksOf), ...work, batchSize };
        return { cellKey: `${deviceClass} ${batchSize} ${gpu} ${cpu}`, deviceClass, levels };
      }),
    ),
  );
}
