import type { Level } from '../factors/factor';
import type { FactorKey } from '../factors/registry';
import type { SweepWorkload } from './sweep-spec';

/** A workload with what it takes of the levels of some workload factors; of the others it takes all that the device does. */
export interface WorkloadOnDevice extends SweepWorkload {
  readonly taken?: Readonly<Partial<Record<FactorKey, readonly Level[]>>>;
}

/** Levels that are not measured together on one device. */
export interface DeviceExclusion {
  readonly workloads: readonly string[] | null;
  readonly levels: readonly (readonly [FactorKey, readonly Level[]])[];
  /** It names nothing of the device, so that it holds for the baseline as well. */
  readonly ofWorkload: boolean;
}

/** Levels of some factors that go together, a row each. */
export interface DeviceZip {
  readonly keys: readonly FactorKey[];
  readonly rows: readonly (readonly Level[])[];
  /** As of an exclusion. */
  readonly ofWorkload: boolean;
}

/** What a power mode leaves of the levels of other factors, by key; of those that it does not limit it says nothing. */
export interface ModeLevels {
  readonly mode: string;
  readonly levels: Readonly<Partial<Record<FactorKey, readonly Level[]>>>;
}

/** The workloads and the levels of every factor that one device can really take, each in order. */
export interface DeviceLevels {
  readonly workloads: readonly WorkloadOnDevice[];
  readonly factors: Readonly<Partial<Record<FactorKey, readonly Level[]>>>;
  /** Names of the free parameters that are varied. */
  readonly parameters?: readonly string[];
  /** In named power modes that limit some of the levels. */
  readonly inModes?: readonly ModeLevels[];
  readonly exclude?: readonly DeviceExclusion[];
  readonly zips?: readonly DeviceZip[];
  /** Points of the device that every workload and batch size is compared with, by key of the factor. */
  readonly baselines: readonly Readonly<Record<string, Level>>[];
}
