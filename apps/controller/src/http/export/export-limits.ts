/** Injects the limits of exports. */
export const EXPORT_LIMITS = Symbol('EXPORT_LIMITS');

export interface ExportLimits {
  /** Exports at a time, of one user, and of all users together. */
  perUser: number;
  total: number;
  /** A client that takes nothing for this long is cut off. */
  slowClientMs: number;
}

export const DEFAULT_EXPORT_LIMITS: ExportLimits = { perUser: 2, total: 6, slowClientMs: 60_000 };
