import type { AgentSession } from '@joulefleet/remote';

const ROUND_TRIPS = 3;

/** One question for the device's wall clock: the controller's before and after it, in ms. */
export interface RoundTrip {
  sentMs: number;
  deviceMs: number;
  heardMs: number;
}

/**
 * The device's wall clock minus the controller's, in ms, from the quickest of several round trips, whose answer is taken for
 * the middle of it: off by half that trip at most (NTP, RFC 5905, section 8).
 */
export function offsetOf(trips: readonly [RoundTrip, ...RoundTrip[]]): number {
  const duration = ({ sentMs, heardMs }: RoundTrip): number => heardMs - sentMs;
  const quickest = trips.reduce((best, trip) => (duration(trip) < duration(best) ? trip : best));
  return quickest.deviceMs - (quickest.sentMs + quickest.heardMs) / 2;
}

/**
 * Asks the device. How long a trip takes is measured on a clock that is never set: a step of ours in mid-trip moves no middle.
 * @throws the same faults as `AgentSession`.
 */
export async function measureClockOffset(session: Pick<AgentSession, 'ping'>): Promise<number> {
  const trips: RoundTrip[] = [];
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const sentMs = Date.now();
    const startMs = performance.now();
    const { wallUs } = await session.ping();
    trips.push({ sentMs, deviceMs: wallUs / 1000, heardMs: sentMs + performance.now() - startMs });
  }
  return offsetOf(trips as [RoundTrip]);
}
