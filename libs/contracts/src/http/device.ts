import { z } from 'zod';
import { facts } from '../agent/facts';

/** Names reach shells, file names and queue ids nowhere unquoted; they are narrow all the same. */
export const deviceName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'lower-case letters, digits and hyphens, at most 63, not beginning with a hyphen',
  );

export const sshFingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256: and 43 base64 characters');

/** A name or an address; never a leading hyphen, which programs take for an option. */
export const sshHost = z
  .string()
  .regex(/^[A-Za-z0-9:_][A-Za-z0-9.:_-]{0,252}$/, 'a host name or an address, not beginning with a hyphen');
export const sshPort = z.number().int().min(1).max(65535);
export const sshUser = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,31}$/, 'a login name: letters, digits, _ and -, at most 32');
/** It is opened by the controller and never sent anywhere. */
export const identityPath = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'a path without control characters');
export const deviceLabel = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,62}$/,
    'lower-case letters, digits, `.`, `_` and `-`, beginning with a letter or digit',
  );

/** Types of host keys, the preferred first. */
export const HOST_KEY_TYPES = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
] as const;

export const enrollRequest = z.strictObject({
  name: deviceName,
  host: sshHost,
  port: sshPort.default(22),
  user: sshUser,
  /** Path, on the controller's machine, of the private key to log in with. */
  identityFile: identityPath,
  /** Host key to pin. Without it the answer is `host_key_unconfirmed`, which carries the fingerprint that was seen. */
  fingerprint: sshFingerprint.optional(),
  /** Type of the key with that fingerprint, if it is known: a device may have a key of each type. */
  hostKeyType: z.enum(HOST_KEY_TYPES).optional(),
  labels: z.array(deviceLabel).max(64).default([]),
  /** A device that is enrolled just so already is left alone: nothing connects to it. */
  onlyIfChanged: z.boolean().optional(),
});

export const AVAILABILITIES = ['ready', 'leased', 'offline', 'maintenance', 'quarantined', 'retired'] as const;

export const deviceView = z.object({
  name: z.string(),
  deviceClass: z.string(),
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  availability: z.enum(AVAILABILITIES),
  health: z.enum(['good', 'unknown', 'bad']),
  reason: z.string().nullable(),
  simulated: z.boolean(),
  labels: z.array(z.string()),
  fingerprint: z.string(),
  facts: facts.nullable(),
  factsAt: z.iso.datetime().nullable(),
  shardId: z.string().nullable(),
});
export const deviceList = z.object({ devices: z.array(deviceView) });

export type EnrollRequest = z.infer<typeof enrollRequest>;
export type DeviceView = z.infer<typeof deviceView>;
