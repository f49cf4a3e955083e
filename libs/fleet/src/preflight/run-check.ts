import type { PreflightVerdict } from '@joulefleet/core';
import type { HeldConnection } from '@joulefleet/remote';
import type { DeviceWithLease } from '@joulefleet/store';
import type { WatchPorts } from '../watch-ports';

/** The pre-flight over a kept connection. Throws the same faults as `startAgent` and the agent's session. */
export async function runCheck(
  ports: WatchPorts,
  device: DeviceWithLease,
  connection: HeldConnection,
): Promise<PreflightVerdict> {
  const open = await connection.openAgent(ports.agent);
  try {
    return await ports.check(device, open.session);
  } finally {
    open.close();
  }
}
