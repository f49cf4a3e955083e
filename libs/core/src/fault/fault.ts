/** Whose fault an error is. Only `device` faults count against a device; only `operator` faults are the user's to mend. */
export const FAULT_ORIGINS = ['device', 'network', 'controller', 'operator', 'bug'] as const;
export type FaultOrigin = (typeof FAULT_ORIGINS)[number];

export interface FaultDetails {
  /** Stable machine-readable word, snake case. */
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

/** An expected error: says what, where, whose fault, whether retrying helps and what to do. Bugs stay plain errors. */
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

/** The fault behind any thrown value; what is not a Fault is a bug of ours. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault(message, { code: 'internal_error', origin: 'bug', transient: false, cause: error });
}
