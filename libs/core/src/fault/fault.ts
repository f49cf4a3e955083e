/**
 * Whose fault an error is. Only `device` faults count against a device; only `operator` faults are for the user to fix.
 */
export const FAULT_ORIGINS = ['device', 'network', 'controller', 'operator', 'bug'] as const;
export type FaultOrigin = (typeof FAULT_ORIGINS)[number];

export interface FaultDetails {
  /** Stable, machine-readable identifier in snake case. */
  code: string;
  origin: FaultOrigin;
  /** Whether the same call may succeed later without anyone changing anything. */
  transient: boolean;
  /** What the reader can do about it. */
  remedy?: string;
  /** Where: an address, a file and line, a device name. */
  where?: string;
  cause?: unknown;
}

/**
 * An expected error: what happened, where, the origin, whether a retry can help, and the remedy. Bugs stay plain
 * errors.
 */
export class Fault extends Error {
  readonly code: string;
  readonly origin: FaultOrigin;
  readonly transient: boolean;
  readonly remedy?: string;
  readonly where?: string;

  constructor(message: string, details: FaultDetails) {
    super(message, { cause: details.cause });
    this.name = 'Fault';
    this.code = details.code;
    this.origin = details.origin;
    this.transient = details.transient;
    this.remedy = details.remedy;
    this.where = details.where;
  }
}

/** Converts any thrown value to a fault; anything but a Fault counts as a bug. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault(message, { code: 'internal_error', origin: 'bug', transient: false, cause: error });
}
