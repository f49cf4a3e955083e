import type { ShardEndBody } from '@joulefleet/contracts';
import {
  conditionAfterFault,
  quarantined,
  type DeviceCondition,
  type FaultOrigin,
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
 * before that. Its own faults are counted, and those of the agent on it: who is to blame is told, but nothing is tried without end.
 * A shard that completed ends the row of faults; where something happened on the way the
 * health stays unknown, and the next shard begins with a check.
 *
 * @param end the agent's account; null when there is none.
 * @param unexecuted trials of the shard of which no outcome came.
 * @param at ISO 8601.
 */
export function decideAfterShard(
  end: ShardEndBody | null,
  unexecuted: number,
  device: DeviceAtWork,
  at: string,
): DeviceCondition {
  if (!end) return quarantined({ code: 'restore_unreported' });
  if (!end.restored.verified) {
    return quarantined({ code: 'not_restored', differences: end.restored.differences });
  }
  if (end.reason === 'fault' && end.error) return conditionAfterFault(counted(end.error), device, at);
  if (end.reason === 'completed' && unexecuted > 0) return conditionAfterFault(incomplete(unexecuted), device, at);
  const ready = { availability: 'ready', reason: null } as const;
  if (end.reason === 'completed') return { ...ready, health: healthNow(device), consecutiveFaults: 0, ladder: null };
  return { ...ready, health: end.reason === 'deadman' ? 'unknown' : healthNow(device) };
}

function healthNow({ health }: DeviceAtWork): Health {
  return health === 'good' ? 'good' : 'unknown';
}

function counted<E extends { origin: FaultOrigin }>(error: E): E {
  return error.origin === 'bug' ? { ...error, origin: 'device' } : error;
}

function incomplete(unexecuted: number) {
  const message = `its agent called the shard completed, with no outcome of ${unexecuted} of its trials`;
  return { code: 'shard_incomplete', message, origin: 'device' } as const;
}
