import type { Level } from '../factors/factor';
import type { ParameterLevel } from '../factors/parameters';
import { KNOWN_WORKLOADS } from './known-workloads';

/** Levels of the workload factors that a workload of the catalogue takes, by key; the first is what it does by itself. */
type TakenLevels = Readonly<Partial<Record<string, readonly Level[]>>>;

/** The six models are PyTorch programs in single precision, and can be executed otherwise as well. */
const OF_THE_STUDY = {
  runtime: ['pytorch', 'libtorch', 'onnxruntime', 'tensorrt'],
  precision: ['fp32', 'tf32', 'fp16'],
  lazyLoading: [true, false],
  garbageCollection: [true, false],
} as const satisfies TakenLevels;

const CATALOGUE: Readonly<Partial<Record<string, TakenLevels>>> = {
  ...Object.fromEntries(KNOWN_WORKLOADS.map((name) => [name, OF_THE_STUDY])),
  yolov4tiny: { ...OF_THE_STUDY, runtime: [...OF_THE_STUDY.runtime, 'opencv'] },
};

/** The levels of a workload factor that a workload takes, its default first. Null: it is a user's own command, and takes any. */
export function takenLevels(
  workload: { readonly name: string; readonly command: readonly string[] | null },
  key: string,
): readonly Level[] | null {
  return workload.command === null ? (CATALOGUE[workload.name]?.[key] ?? []) : null;
}

const isText = (level: ParameterLevel): boolean => typeof level === 'string';
const isSwitch = (level: ParameterLevel): boolean => typeof level === 'boolean';
const isCount = (level: ParameterLevel): boolean => Number.isInteger(level) && (level as number) > 0;

/** Free parameters of the catalogue's workloads, and which levels each takes (docs/workloads.md). */
const PARAMETERS: Readonly<Partial<Record<string, (level: ParameterLevel) => boolean>>> = {
  weights: isText,
  cfg: isText,
  seed: isCount,
  processor: (level) => level === 'gpu' || level === 'cpu',
  threads: isCount,
  syncBatches: isSwitch,
  copyInputs: isSwitch,
};

export const CATALOGUE_PARAMETERS: readonly string[] = Object.keys(PARAMETERS);

/** Whether the workloads of the catalogue take this level of a free parameter. */
export function takesParameter(name: string, level: ParameterLevel): boolean {
  return PARAMETERS[name]?.(level) ?? false;
}
