import * as z from 'zod';
import { deviceLabel, deviceName, sshFingerprint, sshHost, sshPort, sshUser } from '../http/device';

const MAX_DEVICES = 5000;

/** Read by the command line; the path is never sent anywhere. */
export const identityPath = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'a path without control characters');

/** Table cells are text, so digits are accepted as a number. */
const port = z.preprocess((raw) => (typeof raw === 'string' && /^[0-9]{1,5}$/.test(raw) ? Number(raw) : raw), sshPort);

const login = {
  port: port.optional(),
  user: sshUser.optional(),
  /** Path of a private key to import. */
  identity: identityPath.optional(),
  labels: z.array(deviceLabel).max(64).optional(),
};

/** Defaults for all devices; labels are added to those of the device. */
export const inventoryDefaults = z.strictObject(login);

export const inventoryDevice = z.strictObject({
  name: deviceName,
  /** A host name, an address or an alias of an ssh_config file. Default: the device's name. */
  host: sshHost.optional(),
  ...login,
  fingerprint: sshFingerprint.optional(),
});

/** An inventory file: devices to enroll. Unknown keys are refused. */
export const inventoryFile = z.strictObject({
  defaults: inventoryDefaults.default({}),
  devices: z.array(inventoryDevice).min(1).max(MAX_DEVICES),
});

export type InventoryFile = z.output<typeof inventoryFile>;

const SHAPES: Readonly<Record<string, object>> = {
  '': inventoryFile.shape,
  defaults: inventoryDefaults.shape,
  'devices/#': inventoryDevice.shape,
};

/** The keys allowed at a place in an inventory; empty where no object is expected. */
export function inventoryKeysAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(SHAPES[path.map((step) => (typeof step === 'number' ? '#' : String(step))).join('/')] ?? {});
}
