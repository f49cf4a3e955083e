import { readFile } from 'node:fs/promises';
import { asFault, decodeText, isSameReason, quarantined, type Reason } from '@joulefleet/core';
import { decryptPrivateKey } from '@joulefleet/remote';
import {
  changeCondition,
  changeFreeDevice,
  giveIdentity,
  listDevicesWithFile,
  saveDeviceEvent,
  type DeviceWithFile,
} from '@joulefleet/store';
import type { KeyPorts } from '../fleet-ports';
import { keepIdentity } from './keep-identity';

/**
 * Takes in the private keys of devices that an older version enrolled with the path of a file. A device whose file cannot be
 * used is quarantined with the reason; it is tried again at the next start. Returns the names of those.
 */
export async function adoptIdentities(ports: KeyPorts): Promise<string[]> {
  const failed: string[] = [];
  for (const device of await listDevicesWithFile(ports.database)) {
    try {
      await adoptIdentity(ports, device);
    } catch (error) {
      await quarantine(ports, device, reasonOf(device, error));
      failed.push(device.name);
    }
  }
  return failed;
}

async function adoptIdentity(ports: KeyPorts, { id, identityFile }: DeviceWithFile): Promise<void> {
  const privateKey = decryptPrivateKey(await readKey(identityFile), undefined, identityFile);
  const identity = await keepIdentity(ports, { privateKey, generated: false });
  await giveIdentity(ports.database.pool, id, identity.id);
}

async function readKey(file: string): Promise<string> {
  const decoded = decodeText(await readFile(file), { lenient: true });
  if (decoded.ok) return decoded.text;
  throw new Error(decoded.message);
}

/** A device that a shard holds is met by its executor, which finds no identity. */
async function quarantine({ database }: KeyPorts, { name }: DeviceWithFile, reason: string): Promise<void> {
  const why: Reason = { code: 'fault', fault: 'identity_unreadable', origin: 'operator', message: reason };
  await changeFreeDevice(database, name, async (db, device) => {
    if (device.availability === 'retired' || isSameReason(device.reason, why)) return;
    await changeCondition(db, device.id, 'quarantine', quarantined(why));
    await saveDeviceEvent(db, device.id, { kind: 'condition', actor: 'controller', message: `quarantined: ${reason}` });
  });
}

function reasonOf({ identityFile }: DeviceWithFile, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = typeof code === 'string' && code.startsWith('E') ? code : asFault(error).message;
  return `its private key could not be taken in from ${identityFile}: ${why || message}; enroll it again with --identity`;
}
