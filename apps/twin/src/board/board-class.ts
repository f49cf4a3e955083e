import { frequencyTable, type DeviceClass } from '@joulefleet/core';
import { CPU_GOVERNORS, GPU_GOVERNORS } from '../physics';
import { initialDomain, type DomainSpec, type DomainState } from './frequency-domain';
import type { PowerPart } from './power-history';

/** What a rail's sensor sees: the sum of these parts. */
export interface RailClass {
  label: string;
  parts: readonly PowerPart[];
}

/** What distinguishes one device class of boards from another, apart from where its files lie. */
export interface BoardClass {
  deviceClass: DeviceClass;
  cpu: DomainSpec;
  gpu: DomainSpec;
  /** Limits that the stock power mode leaves after boot: CPU in kHz. The GPU's span its whole table. */
  bootCpuMinKhz: number;
  bootCpuMaxKhz: number;
  /** Channels 1 to 3 of the INA3221. */
  rails: readonly RailClass[];
}

const SEPARATE_RAILS: RailClass[] = [
  { label: 'POM_5V_IN', parts: ['totalMw'] },
  { label: 'POM_5V_GPU', parts: ['gpuMw'] },
  { label: 'POM_5V_CPU', parts: ['cpuMw'] },
];
const JOINT_RAILS: RailClass[] = [
  { label: 'VDD_IN', parts: ['totalMw'] },
  { label: 'VDD_CPU_GPU_CV', parts: ['gpuMw', 'cpuMw'] },
  { label: 'VDD_SOC', parts: ['socMw'] },
];

/** In the order in which kernels list them. */
const GOVERNORS_4_9 = ['interactive', 'conservative', 'ondemand', 'userspace', 'powersave', 'performance', 'schedutil'];
const GOVERNORS_5 = ['conservative', 'ondemand', 'userspace', 'powersave', 'performance', 'schedutil'];
const GPU_DEVFREQ_GOVERNORS = ['wmark_active', 'nvhost_podgov', 'userspace', 'performance', 'simple_ondemand'];

/** Boot state after the stock power mode: Nano MAXN, Xavier NX MODE_20W_6CORE, Orin NX MAXN. */
export function boardClass(deviceClass: DeviceClass): BoardClass {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const isNano = deviceClass === 'jetson-nano';
  const crossing = isNano ? 'refuse' : 'clamp';
  const bounds = BOOT_CPU_KHZ[deviceClass];
  return {
    deviceClass,
    cpu: { frequencies: cpuKhz, governors: known(isNano ? GOVERNORS_4_9 : GOVERNORS_5, CPU_GOVERNORS), crossing },
    gpu: { frequencies: gpuHz, governors: known(GPU_DEVFREQ_GOVERNORS, GPU_GOVERNORS), crossing },
    bootCpuMinKhz: bounds.min ?? Math.min(...cpuKhz),
    bootCpuMaxKhz: bounds.max ?? Math.max(...cpuKhz),
    rails: isNano ? SEPARATE_RAILS : JOINT_RAILS,
  };
}

export function bootCpu(board: BoardClass): DomainState {
  return initialDomain('schedutil', board.bootCpuMinKhz, board.bootCpuMaxKhz);
}

export function bootGpu(board: BoardClass): DomainState {
  return initialDomain('nvhost_podgov', Math.min(...board.gpu.frequencies), Math.max(...board.gpu.frequencies));
}

const BOOT_CPU_KHZ: Record<DeviceClass, { min?: number; max?: number }> = {
  'jetson-nano': {},
  'jetson-xavier-nx': { min: 1190400, max: 1420800 },
  'jetson-orin-nx': { min: 729600 },
};

/** A governor that the physics does not know would be a knob without effect. */
function known(governors: readonly string[], modelled: readonly string[]): string[] {
  return governors.filter((governor) => modelled.includes(governor));
}
