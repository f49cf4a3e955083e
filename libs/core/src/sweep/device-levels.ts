import type { Level } from '../factors/factor';
import type { FactorKey } from '../factors/registry';
import type { SweepWorkload } from './sweep-spec';

/** Levels that are not measured together on one device. */
export interface DeviceExclusion {
  readonly workloads: readonly string[] | null;
  readonly levels: readonly (readonly [FactorKey, readonly Level[]])[];
}

/** Levels of some factors that go together, a row each, as JSON. */
export interface DeviceZip {
  readonly keys: readonly FactorKey[];
  readonly rows: readonly string[];
}

/** The workloads and the levels of every factor that one device can really take, each in order. */
export interface DeviceLevels {
  readonly workloads: readonly SweepWorkload[];
  readonly factors: Readonly<Record<FactorKey, readonly Level[]>>;
  readonly exclude?: readonly DeviceExclusion[];
  readonly zips?: readonly DeviceZip[];
  /** Points of the device that every workload and batch size is compared with, by key of the factor. */
  readonly baselines: readonly Readonly<Record<string, Level>>[];
}
