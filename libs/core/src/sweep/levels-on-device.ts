import type { Level } from '../factors/factor';
import { FACTORS, type AnyFactor, type FactorKey } from '../factors/registry';
import { describeLiftedLimits } from './limits-lifted';
import type { SweepDevice, SweepSpec, SweepWorkload } from './sweep-spec';

/** The workloads and the levels of every factor that one device can really take, each in order. */
export interface DeviceLevels {
  readonly workloads: readonly SweepWorkload[];
  readonly factors: Readonly<Record<FactorKey, readonly Level[]>>;
}

/** What a campaign asks for of one factor on one device class: the class's override, or else the general levels. */
export function wantedOf(spec: SweepSpec, { name }: AnyFactor, deviceClass: string): unknown {
  return spec.factors.perClass[deviceClass]?.[name] ?? spec.factors[name];
}

/** Whether a workload can be executed on a device: a user's own command always, another one when it is installed. */
export function canExecute(workload: SweepWorkload, device: SweepDevice): boolean {
  return workload.command !== null || device.workloads.includes(workload.name);
}

/** Snaps every factor to one device and says what was changed or left out on the way. */
export function levelsOnDevice(spec: SweepSpec, device: SweepDevice): { levels: DeviceLevels; notes: string[] } {
  const snapped = FACTORS.map((factor) => ({
    key: factor.key,
    ...factor.snap(wantedOf(spec, factor, device.deviceClass), device),
  }));
  const missing = spec.workloads.filter((workload) => !canExecute(workload, device));
  const levels = {
    workloads: spec.workloads.filter((workload) => canExecute(workload, device)).sort(byNameAndGraph),
    factors: Object.fromEntries(snapped.map((factor) => [factor.key, factor.levels])) as DeviceLevels['factors'],
  };
  const missingNotes = missing.map((workload) => `workload ${workload.name} left out: not installed`);
  const withoutEffect = [...notVaried(spec, device.deviceClass, levels.factors)];
  const lifted = describeLiftedLimits(device.facts, highestOf(levels.factors), spec.baseline === 'dvfs');
  const snapNotes = snapped.flatMap(({ notes }) => notes);
  return { levels, notes: [...missingNotes, ...snapNotes, ...withoutEffect, ...(lifted ? [lifted] : [])] };
}

function highestOf({ cpuKhz, gpuHz }: DeviceLevels['factors']): { cpuHz: number | null; gpuHz: number | null } {
  const highest = (levels: readonly Level[]): number | null => {
    const pinned = levels.filter((level) => typeof level === 'number');
    return pinned.length > 0 ? Math.max(...pinned) : null;
  };
  const khz = highest(cpuKhz);
  return { cpuHz: khz === null ? null : khz * 1000, gpuHz: highest(gpuHz) };
}

/** Factors that a file varies, and that have no effect in some or all cells: nothing that matters is dropped without a word. */
function* notVaried(spec: SweepSpec, deviceClass: string, levels: DeviceLevels['factors']): Generator<string> {
  for (const factor of FACTORS) {
    const { onlyWhere } = factor;
    if (!onlyWhere || isFallback(factor, wantedOf(spec, factor, deviceClass))) continue;
    const owner = FACTORS.find(({ key }) => key === onlyWhere.key)!;
    const pinned = levels[owner.key].filter((level) => level !== onlyWhere.level).length;
    if (pinned === 0) continue;
    const none = pinned === levels[owner.key].length;
    yield none
      ? `${factor.name} has no effect: no cell leaves ${owner.name} to DVFS`
      : `${factor.name} is varied where ${owner.name} is left to DVFS, not where it is pinned`;
  }
}

function isFallback({ fallback }: AnyFactor, wanted: unknown): boolean {
  return JSON.stringify(wanted) === JSON.stringify(fallback);
}

function byNameAndGraph(a: SweepWorkload, b: SweepWorkload): number {
  const compare = (x: string, y: string): number => (x < y ? -1 : Number(x > y));
  return compare(a.name, b.name) || compare(a.graph, b.graph);
}
