import { frequencyTable } from '@joulefleet/core';
import type { Dwell, GovernorInput, GovernorOutcome } from './quantities';
import type { Parameters } from './parameters';

/** One domain: where it is held, as shares of time, and whether its governor moves the clock. */
interface DomainDwell {
  steps: { clock: number; share: number }[];
  governed: boolean;
}

/** A governor that keeps one clock, or one that moves it: then its share at the top differs a little from the default's. */
type Habit = { holds: 'highest' | 'lowest' } | { topShareShift: number };

/** Where a governor goes when it is not at the top, as a fraction of the highest clock it may use. */
const LOWER_RATIO = 0.85;

/**
 * The shifts are small because the study found all of these within 1 to 2 % of the default's energy (sections 5.1, 5.4,
 * 5.7). Their signs follow the kernel's descriptions: ondemand jumps up, conservative climbs.
 */
const CPU_HABITS: Readonly<Record<string, Habit>> = {
  schedutil: { topShareShift: 0 },
  interactive: { topShareShift: 0.01 },
  ondemand: { topShareShift: 0.02 },
  conservative: { topShareShift: -0.04 },
  performance: { holds: 'highest' },
  powersave: { holds: 'lowest' },
  userspace: { holds: 'highest' },
};

const GPU_HABITS: Readonly<Record<string, Habit>> = {
  nvhost_podgov: { topShareShift: 0 },
  wmark_active: { topShareShift: -0.01 },
  ondemand: { topShareShift: 0.02 },
  simple_ondemand: { topShareShift: 0.02 },
  conservative: { topShareShift: -0.04 },
  performance: { holds: 'highest' },
  userspace: { holds: 'highest' },
};

export const CPU_GOVERNORS: readonly string[] = Object.keys(CPU_HABITS);
export const GPU_GOVERNORS: readonly string[] = Object.keys(GPU_HABITS);

/**
 * Where governors hold the clocks while inference runs, within the limits that are set. Equal limits pin a domain;
 * `userspace` is pinned too, at its upper limit, so a caller with a set speed passes it as both limits.
 * With `powersave` the CPU stays at its lower limit and the GPU's governor, which then sees less load, leaves the top
 * more often: how much was fitted to the study's power and latency of `powersave`.
 * Throws a RangeError on a governor that no board has.
 */
export function governorDwell(input: GovernorInput, parameters: Parameters): GovernorOutcome {
  const board = parameters.boards[input.deviceClass];
  const table = frequencyTable(input.deviceClass);
  const cpuHabit = habitOf(CPU_HABITS, input.cpuGovernor);
  const cpuClocks = allowedClocks(table.cpuKhz, input.cpuMinKhz, input.cpuMaxKhz);
  const gpuClocks = allowedClocks(table.gpuHz, input.gpuMinHz, input.gpuMaxHz);
  const starvation = 'holds' in cpuHabit && cpuHabit.holds === 'lowest' ? starvationOf(cpuClocks, table.cpuKhz) : 0;

  const cpu = dwellOf(cpuClocks, cpuHabit, board.cpuTopShare, LOWER_RATIO);
  const gpu = dwellOf(
    gpuClocks,
    habitOf(GPU_HABITS, input.gpuGovernor),
    board.gpuTopShare + starvation * (board.powersave.gpuTopShare - board.gpuTopShare),
    starvation > 0 ? board.powersave.gpuLowerRatio : LOWER_RATIO,
  );
  return { dwells: combine(cpu, gpu), dvfs: cpu.governed || gpu.governed };
}

/** The study's DVFS cell: default governors over the full range of both clocks. */
export function defaultGovernors(deviceClass: GovernorInput['deviceClass']): GovernorInput {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  return {
    deviceClass,
    cpuGovernor: 'schedutil',
    gpuGovernor: 'nvhost_podgov',
    cpuMinKhz: Math.min(...cpuKhz),
    cpuMaxKhz: Math.max(...cpuKhz),
    gpuMinHz: Math.min(...gpuHz),
    gpuMaxHz: Math.max(...gpuHz),
  };
}

function habitOf(habits: Readonly<Record<string, Habit>>, governor: string): Habit {
  const habit = Object.hasOwn(habits, governor) ? habits[governor] : undefined;
  if (habit === undefined) throw new RangeError(`no board has the governor '${governor}'`);
  return habit;
}

/** Table clocks within the limits, ascending; the one nearest to the upper limit where none lies within. */
function allowedClocks(table: readonly number[], min: number, max: number): [number, ...number[]] {
  const [first, ...rest] = table.filter((clock) => clock >= min && clock <= max);
  return first === undefined ? [nearest(table, max)] : [first, ...rest];
}

/** 1 when the CPU is held at the bottom of its table, 0 when its limits leave it only the top. */
function starvationOf(allowed: readonly number[], table: readonly number[]): number {
  const [lowest, highest] = [Math.min(...table), Math.max(...table)];
  return (highest - Math.min(...allowed)) / (highest - lowest);
}

function dwellOf(allowed: [number, ...number[]], habit: Habit, topShare: number, lowerRatio: number): DomainDwell {
  const top = allowed[allowed.length - 1] ?? allowed[0];
  if (allowed.length === 1) return { steps: [{ clock: top, share: 1 }], governed: false };
  if ('holds' in habit) {
    return { steps: [{ clock: habit.holds === 'highest' ? top : allowed[0], share: 1 }], governed: false };
  }
  const share = Math.min(1, Math.max(0, topShare + habit.topShareShift));
  const lower = nearest(allowed.slice(0, -1), lowerRatio * top);
  const steps = [
    { clock: top, share },
    { clock: lower, share: 1 - share },
  ];
  return { steps: steps.filter((step) => step.share > 0), governed: true };
}

/** Each domain moves by itself: the share of a pair of clocks is the product of both shares. */
function combine(cpu: DomainDwell, gpu: DomainDwell): Dwell[] {
  return cpu.steps.flatMap((cpuStep) =>
    gpu.steps.map((gpuStep) => ({
      clocks: { cpuKhz: cpuStep.clock, gpuHz: gpuStep.clock },
      share: cpuStep.share * gpuStep.share,
    })),
  );
}

function nearest(clocks: readonly number[], wanted: number): number {
  return clocks.reduce((best, clock) => (Math.abs(clock - wanted) < Math.abs(best - wanted) ? clock : best));
}
