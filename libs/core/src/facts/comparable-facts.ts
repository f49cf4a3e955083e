/**
 * The facts that are compared between snapshots. Transient state (temperatures, free disk space, current clocks) is
 * not.
 */
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
    readonly governor: string;
    readonly minKhz: number;
    readonly maxKhz: number;
  }[];
  readonly gpu: {
    readonly frequenciesHz: readonly number[];
    readonly governors: readonly string[];
    readonly governor: string;
    readonly minHz: number;
    readonly maxHz: number;
  } | null;
  readonly rails: readonly { readonly label: string; readonly total: boolean }[];
  readonly powerMode: { readonly id: number; readonly name: string | null } | null;
  readonly workloads: readonly string[];
}

/** `blocks`: results before and after are not comparable. `warns`: they may differ. `info`: informational. */
export type DriftSeverity = 'info' | 'warns' | 'blocks';

/** A changed fact; `before` and `after` are display texts, null if absent. */
export interface FactsDrift {
  field: string;
  before: string | null;
  after: string | null;
  severity: DriftSeverity;
  message: string;
}
