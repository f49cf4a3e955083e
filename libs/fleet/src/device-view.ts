import { facts, type DeviceView } from '@joulefleet/contracts';
import type { DeviceWithLease } from '@joulefleet/store';

/** What the API tells of a device. Facts of another version of the agent that no longer parse are left out. */
export function deviceView(device: DeviceWithLease): DeviceView {
  const known = facts.safeParse(device.facts);
  return {
    name: device.name,
    deviceClass: device.deviceClass,
    host: device.host,
    port: device.port,
    user: device.loginUser,
    availability: device.availability as DeviceView['availability'],
    health: device.health as DeviceView['health'],
    reason: device.reason,
    simulated: device.simulated,
    labels: device.labels,
    fingerprint: device.fingerprint,
    facts: known.success ? known.data : null,
    factsAt: device.factsAt?.toISOString() ?? null,
    shardId: device.lease?.shardId ?? null,
  };
}
