import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  asFault,
  decodeText,
  describeSystemError,
  Fault,
  isSameReason,
  quarantined,
  type Reason,
} from '@joulefleet/core';
import { decryptPrivateKey } from '@joulefleet/remote';
import {
  changeCondition,
  changeFreeDevice,
  databaseFault,
  giveIdentity,
  listDevicesWithFile,
  saveDeviceEvent,
  type DeviceWithFile,
} from '@joulefleet/store';
import type { KeyPorts } from '../fleet-ports';
import { keepIdentity } from './keep-identity';

const TRIES = 4;
const FIRST_PAUSE_MS = 250;
/** What is wrong with the file itself; any other error of reading it is the controller's. */
const FILE_CODES = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/**
 * Takes in the private keys of devices that an older version enrolled with the path of a file. A device whose file cannot be
 * used is quarantined with the reason; it is tried again at the next start. Returns the names of those.
 * @throws Fault what is wrong with the controller itself (its database, its master key, its memory), after some tries: that is
 * never stored as the state of a device.
 */
export async function adoptIdentities(ports: KeyPorts): Promise<string[]> {
  const failed: string[] = [];
  for (const device of await listDevicesWithFile(ports.database)) {
    const refused = await tryToAdopt(ports, device);
    if (!refused) continue;
    await quarantine(ports, device, reasonOf(device, refused));
    failed.push(device.name);
  }
  return failed;
}

/** Null, or the fault of the operator's file. */
async function tryToAdopt(ports: KeyPorts, device: DeviceWithFile): Promise<Fault | null> {
  for (let tried = 1; ; tried++) {
    try {
      await adoptIdentity(ports, device);
      return null;
    } catch (error) {
      const fault = databaseFault(error) ?? asFault(error);
      if (isOfTheFile(fault)) return fault;
      if (tried === TRIES) throw fault;
      await sleep(FIRST_PAUSE_MS * 2 ** (tried - 1));
    }
  }
}

/** A wrong master key is a fault of the operator too, but not of this device. */
function isOfTheFile({ origin, code }: Fault): boolean {
  return origin === 'operator' && code.startsWith('identity_');
}

async function adoptIdentity(ports: KeyPorts, { id, identityFile }: DeviceWithFile): Promise<void> {
  const privateKey = decryptPrivateKey(await readKey(identityFile), undefined, identityFile);
  const identity = await keepIdentity(ports, { privateKey, generated: false });
  await giveIdentity(ports.database.pool, id, identity.id);
}

async function readKey(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw unread(file, describeSystemError(cause), FILE_CODES.has(cause.code ?? '') ? 'operator' : 'controller');
  });
  const decoded = decodeText(bytes, { lenient: true });
  if (decoded.ok) return decoded.text;
  throw unread(file, decoded.message, 'operator');
}

function unread(file: string, why: string, origin: 'operator' | 'controller'): Fault {
  return new Fault(why, {
    code: 'identity_file_unread',
    origin,
    transient: origin === 'controller',
    where: file,
    remedy: `Look at ${file}: the user of the controller must be able to read it.`,
  });
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

function reasonOf({ identityFile }: DeviceWithFile, { message }: Fault): string {
  return `its private key could not be taken in from ${identityFile}: ${message}; enroll it again with --identity`;
}
