import { commandInText, Fault } from '@joulefleet/core';
import { openSecret, type MasterKey } from '@joulefleet/platform';
import type { ExpectedBoard, SshTarget } from '@joulefleet/remote';
import type { Device, Identity } from '@joulefleet/store';
import { z } from 'zod';

export type PinnedTarget = SshTarget & { fingerprint: string };

type Login = 'name' | 'host' | 'port' | 'loginUser' | 'privilege' | 'fingerprint' | 'hostKeyType' | 'facts';

/**
 * How to log in to an enrolled device.
 * @throws Fault `identity_missing` (operator), `master_key_wrong`, `secret_damaged` (controller).
 */
export function sshTargetOf(
  masterKey: MasterKey,
  device: Pick<Device, Login> & { identity: Identity | null },
): PinnedTarget {
  if (!device.identity) throw identityMissing(device.name);
  return {
    host: device.host,
    port: device.port,
    user: device.loginUser,
    privateKey: privateKeyOf(masterKey, device.identity),
    privilege: device.privilege === 'sudo' ? 'sudo' : 'login',
    fingerprint: device.fingerprint,
    hostKeyType: device.hostKeyType,
    board: boardOf(device),
  };
}

/** The board that a device is; null where it never told a serial number. */
export function boardOf({ name, facts }: Pick<Device, 'name' | 'facts'>): ExpectedBoard | null {
  const { data } = z.object({ serial: z.string().min(1) }).safeParse(facts);
  return data ? { device: name, serial: data.serial } : null;
}

/** The private key itself. @throws Fault `master_key_wrong`, `secret_damaged` (controller). */
export function privateKeyOf(
  masterKey: MasterKey,
  { id, sealed, masterKeyId }: Pick<Identity, 'id' | 'sealed' | 'masterKeyId'>,
): Buffer {
  return openSecret(masterKey, id, { sealed, masterKeyId });
}

/** Of a device that an older version enrolled, whose key could not be taken in. */
function identityMissing(name: string): Fault {
  return new Fault(`${name} has no key to log in with`, {
    code: 'identity_missing',
    origin: 'operator',
    transient: false,
    where: name,
    remedy: `Enroll it again with one: ${commandInText(`device enroll HOST --name ${name} --identity FILE`)}`,
  });
}
