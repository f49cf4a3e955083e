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

export const enrollRequest = z.strictObject({
  name: deviceName,
  host: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'a host name or an address'),
  port: z.number().int().min(1).max(65535).default(22),
  user: z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,31}$/, 'a login name'),
  /** Path, on the controller's machine, of the private key to log in with. */
  identityFile: z.string().min(1),
  /** Host key to pin. Without it the answer is `host_key_unconfirmed`, which carries the fingerprint that was seen. */
  fingerprint: sshFingerprint.optional(),
  labels: z.array(z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/)).default([]),
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
