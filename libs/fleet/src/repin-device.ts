import type { RepinRequest } from '@joulefleet/contracts';
import { asFault, type Fault } from '@joulefleet/core';
import { HostKeyChanged, readHostKey } from '@joulefleet/remote';
import {
  changeCondition,
  changeFreeDevice,
  pinHostKey,
  saveDeviceEvent,
  type DeviceWithLease,
  type Queryable,
} from '@joulefleet/store';
import { deviceBusy } from './admin/admin-faults';
import type { FleetPorts } from './fleet-ports';
import { sshTargetOf } from './ssh-target-of';

export interface PinnedKey {
  fingerprint: string;
  hostKeyType: string;
}

/** A device that cannot be reached now is looked at again after this long. */
const RETRY_S = 30;

/**
 * Pins another host key, which somebody compared with the device's own. A device that can be reached must show it; one that
 * cannot is offline, unless it is retired, and must show it as soon as it answers. `also` happens in the same transaction. Returns
 * why it could not be reached, or null.
 * @throws Fault `host_key_changed` (operator): the device shows another key than this; `device_busy` (operator).
 */
export async function repinDevice(
  { database, masterKey }: FleetPorts,
  device: DeviceWithLease,
  { fingerprint, hostKeyType }: RepinRequest,
  by: string,
  also: (db: Queryable, before: PinnedKey, after: PinnedKey) => Promise<void>,
): Promise<Fault | null> {
  const target = { ...sshTargetOf(masterKey, device), fingerprint, hostKeyType: hostKeyType ?? null };
  const seen = await readHostKey(target).catch(absence);
  const absent = seen instanceof Error ? seen : null;
  if (!(seen instanceof Error) && seen.fingerprint !== fingerprint) throw new HostKeyChanged(target, seen);
  const keyType = seen instanceof Error ? (hostKeyType ?? device.hostKeyType) : seen.keyType;
  const before = { fingerprint: device.fingerprint, hostKeyType: device.hostKeyType };
  const after = { fingerprint, hostKeyType: keyType };
  const changed = await changeFreeDevice(database, device.name, async (db, { id }) => {
    await pinHostKey(db, id, { fingerprint, keyType });
    const message = `another host key is pinned: ${fingerprint}, it was ${before.fingerprint}`;
    await saveDeviceEvent(db, id, { kind: 'edited', actor: by, message, body: { before, after } });
    if (absent) {
      const reason = { code: 'repinned', message: absent.message } as const;
      const to = { availability: 'offline', health: 'unknown', reason, deadlineInS: RETRY_S } as const;
      await changeCondition(db, id, 'repin', to);
    }
    await also(db, before, after);
  });
  if (!changed) throw deviceBusy(device.name);
  return absent;
}

function absence(error: unknown): Fault {
  const fault = asFault(error);
  if (fault.origin === 'network') return fault;
  throw error;
}
