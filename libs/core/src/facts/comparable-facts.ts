/** What of a device's facts is compared between two snapshots. State (temperatures, free disk, clocks now) is not. */
export interface ComparableFacts {
  readonly model: string | null;
  readonly serial: string | null;
  readonly l4t: { readonly release: number; readonly revision: string } | null;
  readonly jetpack: string | null;
  readonly kernel: string;
  readonly python: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly cpuPolicies: readonly {
    readonly policy: number;
    readonly frequenciesKhz: readonly number[];
    readonly governors: readonly string[];
  }[];
  readonly gpu: { readonly frequenciesHz: readonly number[]; readonly governors: readonly string[] } | null;
  readonly rails: readonly { readonly label: string; readonly total: boolean }[];
  readonly powerMode: { readonly id: number; readonly name: string | null } | null;
  readonly workloads: readonly string[];
}

/** `blocks`: results from before and after are not of the same device. `warns`: they may differ. `info`: good to know. */
export type DriftSeverity = 'info' | 'warns' | 'blocks';

/** One thing that is not as it was; `before` and `after` as a person would write them, null where there was nothing. */
export interface FactsDrift {
  field: string;
  before: string | null;
  after: string | null;
  severity: DriftSeverity;
  message: string;
}
