/** Pauses of the kept connections, in milliseconds. */
export interface ConnectPauses {
  /** After the first failure; it doubles with each further one. */
  firstMs: number;
  /** A device that is only absent is asked at least this often: its return is noticed that soon. */
  longestMs: number;
  /** The first pause for a device that comes and goes. */
  flappingMs: number;
  longestFlappingMs: number;
  /** What a person has to mend (a refused login, a wrong address) is tried this rarely. */
  refusedMs: number;
}

export const CONNECT_PAUSES: ConnectPauses = {
  firstMs: 1_000,
  longestMs: 10_000,
  flappingMs: 20_000,
  longestFlappingMs: 120_000,
  refusedMs: 60_000,
};

/** Connections lost within this time are counted. */
export const DROPS_WITHIN_MS = 600_000;
/** So many of them make a device one that flaps. */
const FLAPPING_DROPS = 3;
/** Part of a pause by which it is drawn longer or shorter, so that a rack does not come back in one instant. */
const JITTER = 0.25;

export interface ConnectHistory {
  /** Attempts that failed since the last connection. */
  failures: number;
  /** Connections lost within `DROPS_WITHIN_MS`. */
  drops: number;
  /** The last attempt failed for something that a person has to mend. */
  refused: boolean;
  /** Between 0 and 1. */
  random: number;
}

/** When to connect next, and how long the connection has to hold before the device is trusted. */
export interface NextConnect {
  afterMs: number;
  steadyMs: number;
}

/**
 * The pause before the next attempt to connect: doubling up to 10 s for a device that is absent, and up to two minutes for one
 * that flaps, which then has to stay for as long before anything is done with it.
 */
export function nextConnect(history: ConnectHistory, pauses: ConnectPauses = CONNECT_PAUSES): NextConnect {
  const { failures, drops, refused, random } = history;
  const steadyMs =
    drops < FLAPPING_DROPS ? 0 : Math.min(pauses.longestFlappingMs, pauses.flappingMs * 2 ** (drops - FLAPPING_DROPS));
  const absentMs = Math.min(pauses.longestMs, pauses.firstMs * 2 ** failures);
  const pauseMs = Math.max(refused ? pauses.refusedMs : absentMs, steadyMs);
  return { afterMs: Math.round(pauseMs * (1 - JITTER + 2 * JITTER * random)), steadyMs };
}
