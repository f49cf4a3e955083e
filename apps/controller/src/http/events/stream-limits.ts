/** Injects the limits of event streams. */
export const STREAM_LIMITS = Symbol('STREAM_LIMITS');

export interface StreamLimits {
  /** Streams of one user, and of all users together. */
  perUser: number;
  total: number;
  /** A comment is sent after this long without an event, so that nobody in between closes the connection. */
  heartbeatMs: number;
  /** So often it is checked whether the caller may still follow. */
  recheckMs: number;
  /** A client that takes nothing for this long is cut off. */
  slowClientMs: number;
}

export const DEFAULT_STREAM_LIMITS: StreamLimits = {
  perUser: 20,
  total: 400,
  heartbeatMs: 15_000,
  recheckMs: 5_000,
  slowClientMs: 30_000,
};
