import type { ShardEndBody } from '@joulefleet/contracts';
import type { DeviceCondition } from '@joulefleet/store';

const READY: DeviceCondition = { availability: 'ready', health: 'good', reason: null };
/** A fault that may pass is given this long before the device is tried again. */
const RETRY_IN_S = 30;

/**
 * What becomes of a device whose shard is over. One that was not verified clean, or cannot measure, waits for a person; it is
 * never leased again before that.
 *
 * @param end the agent's account; null when there is none.
 */
export function decideAfterShard(end: ShardEndBody | null): DeviceCondition {
  if (!end) return quarantined('no account of its restore');
  if (!end.restored.verified)
    return quarantined(`not restored after its shard: ${end.restored.differences.join(', ')}`);
  if (end.reason !== 'fault' || !end.error) return READY;
  const reason = `${end.error.code}: ${end.error.message}`;
  if (!end.error.transient) return quarantined(reason);
  return { availability: 'offline', health: 'unknown', reason, retryInS: RETRY_IN_S };
}

function quarantined(reason: string): DeviceCondition {
  return { availability: 'quarantined', health: 'bad', reason };
}
