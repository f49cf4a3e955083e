import { groupedBy } from '../comparison/group-by';
import type { DeviceClass } from '../device-class/device-class';
import { cellStatistics, poolVariance, twoSided95, type CellStatistics, type Repeatability } from '../statistics';
import type { GraphMode, KnownWorkload } from '../workload/known-workloads';
import type { Implementation, StudyCell, StudyGovernors, StudyRun, StudySource } from './study-source';

/** A trial that counts. */
export interface StudyTrial {
  deviceClass: DeviceClass;
  workload: KnownWorkload;
  batchSize: number;
  graphMode: GraphMode;
  /** Null: left to a governor over the whole table. */
  cpuKhz: number | null;
  gpuHz: number | null;
  /** Null: the board's own. */
  cpuGovernor: string | null;
  gpuGovernor: string | null;
  /** Null: what the workload does by itself. */
  runtime: string | null;
  lazyLoading: boolean | null;
  garbageCollection: boolean | null;
  inferences: number;
  energyMj: number;
  durationMs: number;
  loadEnergyMj: number | null;
}

/** Shares of time at the highest clocks under the boards' own governors, in percent, by device class. */
export type MeasuredResidency = ReadonlyMap<DeviceClass, { cpuPct: number; gpuPct: number }>;

interface Measured {
  of: StudyTrial;
  run: StudyRun;
  load: { joules: number; doubt: number } | null;
}

/** What the trials of a cell have in common. */
type CellIdentity = Omit<StudyTrial, 'inferences' | 'energyMj' | 'durationMs' | 'loadEnergyMj'>;

/**
 * What the edges of loading leave open: a reading of the Nano's driver stands for 0.84 s, and a load takes two seconds at powers
 * that differ by 1 W in 6.5 W, so that 0.9 s of it are held (rectangular, coverage 95 %).
 */
const LOAD_EDGES_SHARE = 0.065;

const VARIANTS: Record<Implementation, Partial<CellIdentity>> = {
  standard: {},
  libtorch: { runtime: 'libtorch' },
  lazyLoadingOff: { lazyLoading: false },
  garbageCollectionOff: { garbageCollection: false },
};
/** The study's standard execution, under the board's own governors. */
const STANDARD = {
  graphMode: 'dynamic',
  cpuKhz: null,
  gpuHz: null,
  cpuGovernor: null,
  gpuGovernor: null,
  runtime: null,
  lazyLoading: null,
  garbageCollection: null,
} as const;

/** Figures of what was measured: trimmed means of the trials of each cell, with intervals by the variance pooled over each board. */
export function measuredSource(trials: readonly StudyTrial[], residency: MeasuredResidency): StudySource {
  const { cells, pools } = measuredCells(trials);
  const governed = (
    deviceClass: DeviceClass,
    workload: KnownWorkload,
    batchSize: number,
    own: Partial<CellIdentity>,
  ): Measured | null => cells.get(keyOf({ ...STANDARD, deviceClass, workload, batchSize, ...own })) ?? null;
  return {
    cells: (deviceClass, workload, batchSize) => pinned([...cells.values()], { deviceClass, workload, batchSize }),
    governed: (deviceClass, workload, batchSize, governors) =>
      governed(deviceClass, workload, batchSize, ownGovernors(governors))?.run ?? null,
    residency: (deviceClass) => residency.get(deviceClass) ?? null,
    graph: (graphMode, batchSize) => {
      const found = governed('jetson-nano', 'alexnet', batchSize, { graphMode });
      if (!found?.load) return null;
      const { run, load, of } = found;
      const batchJ = (run.energyJ * batchSize) / of.inferences;
      const loadDoubt = Math.hypot(load.doubt, LOAD_EDGES_SHARE);
      return { loadJ: load.joules, loadDoubt, batchJ, batchDoubt: run.doubt };
    },
    pollingOverheadPct: () => null,
    runToRunPct: () => (pools.size === 0 ? null : 100 * Math.max(...[...pools.values()].map(({ sdLog }) => sdLog))),
    implementation: (kind, batchSize) => governed('jetson-nano', 'alexnet', batchSize, VARIANTS[kind])?.run ?? null,
  };
}

function ownGovernors({ cpuGovernor = null, gpuGovernor = null }: { [Key in keyof StudyGovernors]: string | null }) {
  return { cpuGovernor, gpuGovernor };
}

function pinned(
  cells: readonly Measured[],
  wanted: Pick<StudyTrial, 'deviceClass' | 'workload' | 'batchSize'>,
): StudyCell[] {
  return cells
    .flatMap(({ of, run }) => {
      const isOne =
        of.deviceClass === wanted.deviceClass && of.workload === wanted.workload && of.batchSize === wanted.batchSize;
      if (!isOne || of.cpuKhz === null || of.gpuHz === null) return [];
      return [{ ...run, cpuKhz: of.cpuKhz, gpuHz: of.gpuHz }];
    })
    .sort((a, b) => a.gpuHz - b.gpuHz || a.cpuKhz - b.cpuKhz);
}

function measuredCells(trials: readonly StudyTrial[]) {
  const groups = groupedBy(trials, keyOf);
  const energies = new Map(
    [...groups].map(([key, group]) => [key, cellStatistics(group.map(({ energyMj }) => energyMj))!] as const),
  );
  const pools = poolsOf(groups, energies);
  const cells = new Map(
    [...groups].map(([key, group]) => [key, measuredOf(group, energies.get(key)!, pools.get(group[0]!.deviceClass)!)]),
  );
  return { cells, pools };
}

function poolsOf(
  groups: ReadonlyMap<string, StudyTrial[]>,
  energies: ReadonlyMap<string, CellStatistics>,
): Map<DeviceClass, Repeatability> {
  const byClass = new Map<DeviceClass, CellStatistics[]>();
  for (const [key, [trial]] of groups) {
    const own = byClass.get(trial!.deviceClass) ?? [];
    own.push(energies.get(key)!);
    byClass.set(trial!.deviceClass, own);
  }
  return new Map([...byClass].map(([deviceClass, own]) => [deviceClass, poolVariance(own)]));
}

function measuredOf(group: readonly StudyTrial[], energy: CellStatistics, pool: Repeatability): Measured {
  const durationMs = cellStatistics(group.map((trial) => trial.durationMs))!.estimate;
  const loads = group.flatMap(({ loadEnergyMj }) => (loadEnergyMj !== null && loadEnergyMj > 0 ? [loadEnergyMj] : []));
  const load = cellStatistics(loads);
  const [energyJ, durationS] = [energy.estimate / 1e3, durationMs / 1e3];
  return {
    of: group[0]!,
    run: { energyJ, durationS, powerW: energyJ / durationS, doubt: doubtOf(group.length, pool) },
    load: load && { joules: load.estimate / 1e3, doubt: doubtOf(load.trials, poolVariance([load])) },
  };
}

/** Half-width of the 95 % interval of a mean, as a share. */
function doubtOf(trials: number, { sdLog, degreesOfFreedom }: Repeatability): number {
  return (twoSided95(Math.max(1, degreesOfFreedom)) * sdLog) / Math.sqrt(trials);
}

function keyOf(cell: CellIdentity): string {
  const { deviceClass, workload, batchSize, graphMode, cpuKhz, gpuHz, cpuGovernor, gpuGovernor } = cell;
  const { runtime, lazyLoading, garbageCollection } = cell;
  const own = [cpuGovernor, gpuGovernor, runtime, lazyLoading, garbageCollection];
  return JSON.stringify([deviceClass, workload, batchSize, graphMode, cpuKhz, gpuHz, ...own]);
}
