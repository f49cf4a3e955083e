import type { DeviceView } from '@joulefleet/contracts';
import type { ControllerClient } from '../client/controller-client';
import { IdentityFiles } from '../enroll/identity-files';
import type { TwinState } from './twins-state';

type EnrollClient = Pick<ControllerClient, 'call' | 'enroll' | 'devices'>;

/** Enrolls a twin, or brings its address and its facts up to date. */
export async function enrollTwin(
  client: Pick<EnrollClient, 'call' | 'enroll'>,
  twin: TwinState,
  labels: readonly string[],
): Promise<DeviceView> {
  const { name, host, port, user, identityFile, fingerprint } = twin;
  const identity = await new IdentityFiles(client).fingerprintOf(identityFile);
  return client.enroll({ name, host, port, user, identity, fingerprint, labels: [...labels] });
}

/** Enrolls those twins again that are enrolled at another address, with their labels. Returns their names. */
export async function updateTwinAddresses(client: EnrollClient, twins: readonly TwinState[]): Promise<string[]> {
  const devices = new Map((await client.devices()).map((device) => [device.name, device]));
  const moved = twins.filter((twin) => {
    const device = devices.get(twin.name);
    return device !== undefined && (device.host !== twin.host || device.port !== twin.port);
  });
  for (const twin of moved) await enrollTwin(client, twin, devices.get(twin.name)?.labels ?? []);
  return moved.map(({ name }) => name);
}
