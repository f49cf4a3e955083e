import {
  frequencyTable,
  type DeviceClass,
  type GraphMode,
  type KnownWorkload,
  type SearchCandidate,
} from '@joulefleet/core';
import { expectedTrial } from '../../apps/twin/src/physics';
import type { Surface } from './surface';

/** Of a trial of the study. */
const INFERENCES = 3_200;
/** Waiting for the clocks, loading the model and resting (SEARCH). */
const SETTLE_S = 15;

interface Space {
  batchSizes: readonly number[];
  graphModes: readonly GraphMode[];
}

/** The study's plane of a workload: every pair of clocks. */
export const CLOCKS: Space = { batchSizes: [1], graphModes: ['dynamic'] };
/** Jointly with batch size and graph mode. */
export const JOINT: Space = { batchSizes: [1, 2, 4, 8, 16, 32], graphModes: ['dynamic', 'static'] };

/** What a twin would measure without noise. */
export function twinSurface(
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  { batchSizes, graphModes }: Space,
): Surface {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const candidates: SearchCandidate[] = [];
  const truth: Surface['truth'][number][] = [];
  for (const graphMode of graphModes) {
    for (const batchSize of batchSizes) {
      for (const cpu of cpuKhz) {
        for (const gpu of gpuHz) {
          const levels = {
            cpuHz: 1e3 * cpu,
            gpuHz: gpu,
            memoryHz: null,
            cores: null,
            batchSize,
            inferences: INFERENCES,
            words: graphMode,
          };
          candidates.push({ cell: candidates.length, levels, isReference: false });
          truth.push(measured(deviceClass, workload, { graphMode, batchSize, cpu, gpu }));
        }
      }
    }
  }
  return { name: `${deviceClass} ${workload}`, candidates, truth, overheadS: SETTLE_S };
}

function measured(
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  { graphMode, batchSize, cpu, gpu }: { graphMode: GraphMode; batchSize: number; cpu: number; gpu: number },
): { durationMs: number; energyMj: number } {
  const governors = { deviceClass, cpuGovernor: 'userspace', gpuGovernor: 'userspace' };
  const limits = { cpuMinKhz: cpu, cpuMaxKhz: cpu, gpuMinHz: gpu, gpuMaxHz: gpu };
  return expectedTrial({ deviceClass, workload, batchSize, graphMode }, { ...governors, ...limits }, INFERENCES);
}
