import { DEVICE_CLASSES, type DeviceClass } from '../device-class/device-class';
import { KNOWN_WORKLOADS, type KnownWorkload } from '../workload/known-workloads';
import { topologyBatchSize, type Expectations } from './expectations';
import { rowUnmeasured, type Row } from './row';
import type { StudyCell, StudySource } from './study-source';
import { leastEnergyCell, nearOptimum, studyTopology } from './topology';

/** Energies of a topology as they really are. */
export interface TrueTopology {
  deviceClass: DeviceClass;
  workload: KnownWorkload;
  cells: readonly Pick<StudyCell, 'cpuKhz' | 'gpuHz' | 'energyJ'>[];
}

/** A row with what is true. */
export interface OptimumRow extends Row {
  truth: string | null;
}

/**
 * For each topology, whether the cell of least energy is the one that really has it, or whether that one is among those that what was
 * measured does not distinguish from the least. Of the true energies only those of cells that were measured count.
 */
export function compareOptima(
  source: StudySource,
  truth: readonly TrueTopology[],
  expectations: Expectations,
): OptimumRow[] {
  return DEVICE_CLASSES.flatMap((deviceClass) =>
    KNOWN_WORKLOADS.map((workload) => {
      const path = `topology.optimum.${deviceClass}.${workload}`;
      const expectation = `clocks of the optimum, ${deviceClass} ${workload}`;
      const batchSize = topologyBatchSize(expectations, deviceClass, workload);
      const measured = studyTopology(source, deviceClass, workload, batchSize);
      const own = truth.find((each) => each.deviceClass === deviceClass && each.workload === workload);
      if (!measured || !own) return { ...rowUnmeasured(path, expectation), truth: null };
      const isMeasured = new Set(measured.cells.map(clocksOf));
      const candidates = own.cells.filter((cell) => isMeasured.has(clocksOf(cell)));
      if (candidates.length === 0) return { ...rowUnmeasured(path, expectation), truth: null };
      const least = candidates.reduce((best, cell) => (cell.energyJ < best.energyJ ? cell : best));
      const near = nearOptimum(measured);
      const isNear = near.some((cell) => clocksOf(cell) === clocksOf(least));
      return {
        ...{ path, expectation, study: '-', found: clocksOf(leastEnergyCell(measured.cells)), truth: clocksOf(least) },
        tolerance: near.length === 1 ? 'the same' : `one of ${near.length} not distinguished`,
        status: isNear ? 'holds' : 'fails',
      };
    }),
  );
}

function clocksOf({ cpuKhz, gpuHz }: Pick<StudyCell, 'cpuKhz' | 'gpuHz'>): string {
  return `CPU ${cpuKhz / 1e3}, GPU ${gpuHz / 1e6} MHz`;
}
