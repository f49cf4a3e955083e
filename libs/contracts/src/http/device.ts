import { AVAILABILITIES, HEALTHS } from '@joulefleet/core';
import * as z from 'zod';
import { facts } from '../agent/facts';
import { identityName } from './identity';
import { nextCursor, pageQuery } from './page';

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
export const deviceLabel = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,62}$/,
    'lower-case letters, digits, `.`, `_` and `-`, beginning with a letter or digit',
  );

/** One line that people read: a reason, a name of an owner. */
export const plainLine = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'one line without control characters');

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
  /** Name or fingerprint of a key that the controller keeps; left out: the one called `fleet`, which is made when needed. */
  identity: z.union([identityName, sshFingerprint], 'the name or the fingerprint of a kept identity').optional(),
  /** How the agent gets to set clocks; left out, the login is tried first, then `sudo -n`. */
  privilege: z.enum(['login', 'sudo']).optional(),
  /** Host key to pin. Without it the answer is `host_key_unconfirmed`, which carries the fingerprint that was seen. */
  fingerprint: sshFingerprint.optional(),
  /** Type of the key with that fingerprint, if it is known: a device may have a key of each type. */
  hostKeyType: z.enum(HOST_KEY_TYPES).optional(),
  labels: z.array(deviceLabel).max(64).default([]),
  /** A device that is enrolled just so already is left alone: nothing connects to it. */
  onlyIfChanged: z.boolean().optional(),
});

/** How the admin has a device's power cut and given back: a program in the folder `hooks` of the home, or a URL to post to. */
export const powerCycle = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "the name of a program in the home's folder hooks"),
  }),
  z.strictObject({ kind: z.literal('http'), url: z.url({ protocol: /^https?$/ }) }),
]);

/** What an admin may change of a device; what is left out stays. */
export const editDeviceRequest = z.strictObject({
  /** All of them, instead of those that are there. */
  labels: z.array(deviceLabel).max(64).optional(),
  addLabels: z.array(deviceLabel).max(64).optional(),
  removeLabels: z.array(deviceLabel).max(64).optional(),
  group: deviceLabel.nullable().optional(),
  notes: z.string().max(4000).optional(),
  owner: plainLine.nullable().optional(),
  allowReboot: z.boolean().optional(),
  powerCycle: powerCycle.nullable().optional(),
});

/** Takes a device out (`quarantine`, `maintenance`, `retire`), or asks for it back. */
export const maintenanceRequest = z
  .strictObject({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime(), reason: plainLine })
  .refine((window) => window.startsAt < window.endsAt, { message: 'it ends before it begins', path: ['endsAt'] });
export const reasonRequest = z.strictObject({ reason: plainLine });

/** Pins another host key, which somebody compared with the device's own. */
export const repinRequest = z.strictObject({
  fingerprint: sshFingerprint,
  hostKeyType: z.enum(HOST_KEY_TYPES).optional(),
});

export const maintenanceView = z.object({
  id: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  reason: z.string(),
  createdBy: z.string(),
});

/** One named check of a pre-flight. */
export const findingView = z.object({
  check: z.string(),
  passed: z.boolean(),
  severity: z.enum(['blocks', 'warns']),
  message: z.string(),
  remedy: z.string().nullable(),
});
/** One change of the facts; null: there was nothing, or is no more. */
export const driftView = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  severity: z.enum(['info', 'warns', 'blocks']),
  message: z.string(),
});

export const deviceView = z.object({
  name: z.string(),
  deviceClass: z.string(),
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  privilege: z.enum(['login', 'sudo']),
  /** Name of the identity that logs in. */
  identity: z.string().nullable(),
  availability: z.enum(AVAILABILITIES),
  health: z.enum(HEALTHS),
  reason: z.string().nullable(),
  since: z.iso.datetime(),
  /** When that ends by itself, or is overdue. */
  until: z.iso.datetime().nullable(),
  /** Who brings it out of there: `controller`, or the name of a user. */
  stateOwner: z.string(),
  /** What to do to get it out of there; null when nothing is. */
  wayOut: z.string().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  simulated: z.boolean(),
  labels: z.array(z.string()),
  group: z.string().nullable(),
  notes: z.string(),
  owner: z.string().nullable(),
  allowReboot: z.boolean(),
  powerCycle: powerCycle.nullable(),
  fingerprint: z.string(),
  facts: facts.nullable(),
  factsAt: z.iso.datetime().nullable(),
  clockOffsetMs: z.number().nullable(),
  drift: z.array(driftView),
  preflight: z.array(findingView).nullable(),
  preflightAt: z.iso.datetime().nullable(),
  maintenance: z.array(maintenanceView),
  shardId: z.string().nullable(),
});
export const deviceQuery = pageQuery.extend({
  class: z.string().max(100).optional(),
  label: z.string().max(100).optional(),
  group: z.string().max(100).optional(),
  availability: z.enum(AVAILABILITIES).optional(),
  health: z.enum(HEALTHS).optional(),
});
export const deviceList = z.object({ devices: z.array(deviceView), nextCursor });

export const deviceEventView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.string(),
  actor: z.string(),
  message: z.string(),
  body: z.record(z.string(), z.unknown()),
});
export const deviceEventList = z.object({ events: z.array(deviceEventView), nextCursor });

export const factsSnapshotView = z.object({
  takenAt: z.iso.datetime(),
  facts: facts.nullable(),
  drift: z.array(driftView),
});
export const factsHistory = z.object({ snapshots: z.array(factsSnapshotView), nextCursor });

/** What an admin installs on a device whose login may not set clocks. */
export const sudoersView = z.object({
  /** Commands to type on the device, once for each version of the agent. */
  commands: z.array(z.string()),
  /** File below /etc/sudoers.d, and its only line. */
  file: z.string(),
  rule: z.string(),
});
export const sudoersQuery = z.object({ user: sshUser });
/** The same for a board that is not enrolled yet: the commands take the agent from `agent.path`, where it is to be copied. */
export const preparationView = sudoersView.extend({
  agent: z.object({ path: z.string(), sha256: z.string(), contentBase64: z.base64() }),
});

export type EnrollRequest = z.infer<typeof enrollRequest>;
export type EditDeviceRequest = z.infer<typeof editDeviceRequest>;
export type MaintenanceRequest = z.infer<typeof maintenanceRequest>;
export type ReasonRequest = z.infer<typeof reasonRequest>;
export type RepinRequest = z.infer<typeof repinRequest>;
export type PowerCycle = z.infer<typeof powerCycle>;
export type FindingView = z.infer<typeof findingView>;
export type DriftView = z.infer<typeof driftView>;
export type MaintenanceView = z.infer<typeof maintenanceView>;
export type DeviceView = z.infer<typeof deviceView>;
export type DeviceQuery = z.infer<typeof deviceQuery>;
export type DeviceList = z.infer<typeof deviceList>;
export type DeviceEventView = z.infer<typeof deviceEventView>;
export type DeviceEventList = z.infer<typeof deviceEventList>;
export type FactsHistory = z.infer<typeof factsHistory>;
export type SudoersView = z.infer<typeof sudoersView>;
export type SudoersQuery = z.infer<typeof sudoersQuery>;
export type PreparationView = z.infer<typeof preparationView>;
