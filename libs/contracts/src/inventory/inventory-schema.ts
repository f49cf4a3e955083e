import * as z from 'zod';
import { deviceLabel, deviceName, sshFingerprint, sshHost, sshPort, sshUser } from '../http/device';

const MOST_DEVICES = 5000;

/** It is opened by the command line and never sent anywhere. */
export const identityPath = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'a path without control characters');

/** A cell of a table is text; digits are a number there. */
const port = z.preprocess((raw) => (typeof raw === 'string' && /^[0-9]{1,5}$/.test(raw) ? Number(raw) : raw), sshPort);

const login = {
  port: port.optional(),
  user: sshUser.optional(),
  /** Path of a private key, which the controller takes in. */
  identity: identityPath.optional(),
  labels: z.array(deviceLabel).max(64).optional(),
};

/** What holds for every device that does not say otherwise; labels are added to its own. */
export const inventoryDefaults = z.strictObject(login);

export const inventoryDevice = z.strictObject({
  name: deviceName,
  /** A name or an address, or an alias of an ssh_config file; left out: the device's name. */
  host: sshHost.optional(),
  ...login,
  fingerprint: sshFingerprint.optional(),
});

/** An inventory file: many devices to enrol. Unknown keys are refused. */
export const inventoryFile = z.strictObject({
  defaults: inventoryDefaults.default({}),
  devices: z.array(inventoryDevice).min(1).max(MOST_DEVICES),
});

export type InventoryFile = z.output<typeof inventoryFile>;

const SHAPES: Readonly<Record<string, object>> = {
  '': inventoryFile.shape,
  defaults: inventoryDefaults.shape,
  'devices/#': inventoryDevice.shape,
};

/** The keys that may stand at a place of an inventory; empty where no object is expected. */
export function inventoryKeysAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(SHAPES[path.map((step) => (typeof step === 'number' ? '#' : String(step))).join('/')] ?? {});
}
