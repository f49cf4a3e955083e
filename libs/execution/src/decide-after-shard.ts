import type { ShardEndBody } from '@joulefleet/contracts';
import {
  conditionAfterFault,
  quarantined,
  type DeviceCondition,
  type FaultyDevice,
  type Health,
} from '@joulefleet/core';

/** What is known of a device while its shard ends. */
export interface DeviceAtWork extends FaultyDevice {
  /** `unknown`: something happened since its last check. */
  health: Health;
}

/**
 * What becomes of a device whose shard is over. One that was not verified clean waits for a person; it is never leased again
 * before that. Its own faults are counted. A shard that completed ends the row of faults; where something happened on the way the
 * health stays unknown, and the next shard begins with a check.
 *
 * @param end the agent's account; null when there is none.
 * @param at ISO 8601.
 */
export function decideAfterShard(end: ShardEndBody | null, device: DeviceAtWork, at: string): DeviceCondition {
  if (!end) return quarantined({ code: 'restore_unreported' });
  if (!end.restored.verified) {
    return quarantined({ code: 'not_restored', differences: end.restored.differences });
  }
  if (end.reason === 'fault' && end.error) return conditionAfterFault(end.error, device, at);
  const ready = { availability: 'ready', reason: null } as const;
  if (end.reason === 'completed') return { ...ready, health: healthNow(device), consecutiveFaults: 0, ladder: null };
  return { ...ready, health: end.reason === 'deadman' ? 'unknown' : healthNow(device) };
}

function healthNow({ health }: DeviceAtWork): Health {
  return health === 'good' ? 'good' : 'unknown';
}
