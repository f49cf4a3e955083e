import type { Band, DeviceClass } from '@joulefleet/core';
import type { Range } from './minimise';

/** The parameters of a board and of AlexNet on it: they are found together, because the sweeps of the study run AlexNet. */
export const BOARD_PARAMETERS = [
  'baseW',
  'gpuW',
  'gpuKnee',
  'gpuVoltageRise',
  'gpuIdleFraction',
  'cpuW',
  'cpuVoltageRise',
  'voltagePenalty',
  'cpuScaledS',
  'cpuFixedS',
  'gpuScaledS',
  'gpuFixedS',
  'powersaveTopFactor',
  'powersaveLowerRatio',
] as const;
export type BoardParameter = (typeof BOARD_PARAMETERS)[number];

/** What the study leaves open and a board of this class makes plausible. */
export interface BoardGoals {
  ranges: Record<BoardParameter, Band>;
  /** Idle power as measured on boards of this class. */
  idleW: number;
  /** By how much energy rises from the optimum to the highest GPU clock: little on the Nano, more on the Xavier NX. */
  riseToHighestGpuPct: Band;
  /** Power at the optimum of AlexNet; on the Orin NX slightly above that on the Xavier NX. */
  optimumPowerW: Band;
  /**
   * How near the effect of `powersave` is to come to the study's power and latency, in points, and its energy to none, as a part of the
   * study's bound. The governors of the Orin NX then move its GPU between clocks that are far apart within one batch, which takes
   * half a percent less time than the closed form says: its figures have to be further from the edge.
   */
  powersave: { slackPoints: number; partOfEnergyBound: number };
}

const COMMON = {
  gpuVoltageRise: [0, 0.4],
  gpuIdleFraction: [0.1, 0.7],
  cpuVoltageRise: [0, 0.2],
  voltagePenalty: [0, 0.25],
  powersaveTopFactor: [0, 1],
  powersaveLowerRatio: [0.2, 0.85],
} as const;

export const BOARD_GOALS: Record<DeviceClass, BoardGoals> = {
  'jetson-nano': {
    idleW: 1.25,
    riseToHighestGpuPct: [2, 9],
    optimumPowerW: [4, 7],
    powersave: { slackPoints: 1.5, partOfEnergyBound: 0.6 },
    ranges: {
      ...COMMON,
      baseW: [1.5, 3.2],
      gpuW: [2.5, 8],
      gpuKnee: [0.5, 0.7],
      cpuW: [0.3, 2],
      cpuScaledS: [0.003, 0.02],
      cpuFixedS: [0.01, 0.3],
      gpuScaledS: [0.012, 0.017],
      gpuFixedS: [0, 0.01],
    },
  },
  'jetson-xavier-nx': {
    idleW: 2.8,
    riseToHighestGpuPct: [12, 20],
    optimumPowerW: [8, 10.8],
    powersave: { slackPoints: 1.5, partOfEnergyBound: 0.6 },
    ranges: {
      ...COMMON,
      baseW: [3, 5.2],
      gpuW: [7, 15],
      gpuKnee: [0.7, 0.76],
      cpuW: [0.8, 4],
      cpuScaledS: [0.0003, 0.012],
      cpuFixedS: [0, 0.03],
      gpuScaledS: [0.0004, 0.001],
      gpuFixedS: [0, 0.0015],
    },
  },
  'jetson-orin-nx': {
    idleW: 4.3,
    riseToHighestGpuPct: [4, 20],
    optimumPowerW: [11, 13],
    powersave: { slackPoints: 1.1, partOfEnergyBound: 0.88 },
    ranges: {
      ...COMMON,
      baseW: [4.8, 6.2],
      gpuW: [4, 10],
      gpuKnee: [0.6, 0.82],
      cpuW: [0.8, 2.6],
      cpuScaledS: [0.0003, 0.012],
      cpuFixedS: [0, 0.03],
      gpuScaledS: [0.0006, 0.0013],
      gpuFixedS: [0, 0.0015],
    },
  },
};

export function boardRanges(goals: BoardGoals): Range[] {
  return BOARD_PARAMETERS.map((name) => ({ name, low: goals.ranges[name][0], high: goals.ranges[name][1] }));
}
