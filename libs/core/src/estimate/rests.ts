/** What a campaign has its devices do beside the work. */
export interface RestRule {
  readonly cooldownMs: number;
  /** Of each of both rests; 0: there are none. */
  readonly idleMs: number;
}

/** `SETTLE_US` of agent/joulefleet_agent/idle_power.py. */
const SETTLE_MS = 1_000;

/** How long a device is left alone in each trial, by its clock. The span of a reading at either end of a rest is not in it. */
export function restMsOf({ cooldownMs, idleMs }: RestRule): number {
  return cooldownMs + (idleMs > 0 ? 2 * idleMs + SETTLE_MS : 0);
}
