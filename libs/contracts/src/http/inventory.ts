import * as z from 'zod';
import { deviceLabel, HOST_KEY_TYPES, sshUser } from './device';
import { identityName } from './identity';

/** Larger lists are for the command line, which reads them on the machine of whoever enrolls. */
export const MAX_INVENTORY_DEVICES = 250;
const MAX_INVENTORY_CHARACTERS = 200_000;
const MAX_KNOWN_HOSTS_CHARACTERS = 100_000;

/** An inventory as text, with what holds for the devices that do not say otherwise. */
export const readInventoryRequest = z.strictObject({
  source: z.string().max(MAX_INVENTORY_CHARACTERS),
  /** Its extension says what it is: .yaml, .yml, .csv or .tsv. */
  sourceName: z.string().max(4096).default('inventory.yaml'),
  /** Text of OpenSSH's known_hosts: the host keys to pin. */
  knownHosts: z.string().max(MAX_KNOWN_HOSTS_CHARACTERS).optional(),
  user: sshUser.optional(),
  /** Name of a stored identity, for devices that name no key. */
  identity: identityName.optional(),
  labels: z.array(deviceLabel).max(64).default([]),
});

const listedKey = z.object({ fingerprint: z.string(), where: z.string() });

/** A device of an inventory with everything that enrolling it needs. */
export const listedDevice = z.object({
  /** `file:line:column`. */
  where: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  labels: z.array(z.string()),
  /** Name of the stored identity; null: the file names another one, or the controller's own is used. */
  identity: z.string().nullable(),
  /** Path of a private key as the file has it, on the machine where that was written; null: it names none. */
  identityFile: z.string().nullable(),
  /** Host key to pin, of the file or of known_hosts; null: somebody has to confirm the one that is seen. */
  fingerprint: z.string().nullable(),
  hostKeyType: z.enum(HOST_KEY_TYPES).nullable(),
  /** Keys of known_hosts of which the one that is seen may be pinned, and those that never are. */
  acceptedKeys: z.array(listedKey),
  revokedKeys: z.array(listedKey),
});

export const inventoryView = z.object({
  devices: z.array(listedDevice),
  /** What was passed over, and what else a reader has to know. */
  notes: z.array(z.object({ where: z.string(), message: z.string() })),
});

export type ReadInventoryRequest = z.infer<typeof readInventoryRequest>;
export type ListedDevice = z.infer<typeof listedDevice>;
export type InventoryView = z.infer<typeof inventoryView>;
