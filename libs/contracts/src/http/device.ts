import { AVAILABILITIES, KNOWN_CLASSES, HEALTHS } from '@joulefleet/core';
import * as z from 'zod';
import { facts } from '../agent/facts';
import { identityName } from './identity';
import { nextStepView } from './next-step';
import { nextCursor, pageQuery } from './page';
import { sentMoment } from './moment';

/** Restricted as a second line of defence: names are always quoted in shells, file names and queue ids. */
export const deviceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'at most 63 lower-case letters, digits and hyphens, not starting with a hyphen');

export const sshFingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256: and 43 base64 characters');

/** A host name or an address, without a leading hyphen, which programs would take for an option. */
export const sshHost = z
  .string()
  .regex(/^[A-Za-z0-9:_][A-Za-z0-9.:_-]{0,252}$/, 'a host name or an address, not starting with a hyphen');
export const sshPort = z.number().int().min(1).max(65535);
export const sshUser = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,31}$/, 'a login name of at most 32 letters, digits, _ and -');
export const deviceLabel = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,62}$/,
    'lower-case letters, digits, `.`, `_` and `-`, starting with a letter or digit',
  );

/** One line of text for people, such as a reason or an owner's name. */
export const plainLine = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'one line without control characters');

/** Host key types in order of preference. */
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
  /** Name or fingerprint of a stored identity. Default: the identity `fleet`, which is generated on first use. */
  identity: z.union([identityName, sshFingerprint], 'the name or the fingerprint of a stored identity').optional(),
  /** How the agent gets the right to set clocks. Default: the login user's own rights, else `sudo -n`. */
  privilege: z.enum(['login', 'sudo']).optional(),
  /** Host key to pin. Without it the answer is the problem `host_key_unconfirmed` with the device's fingerprint. */
  fingerprint: sshFingerprint.optional(),
  /** Type of the key with that fingerprint, if known: a device may have one key per type. */
  hostKeyType: z.enum(HOST_KEY_TYPES).optional(),
  labels: z.array(deviceLabel).max(64).default([]),
  /** Do not connect to a device that is already enrolled with the same settings. */
  onlyIfChanged: z.boolean().optional(),
});

const MAX_URL_CHARACTERS = 2_000;

/** How to power-cycle the device: a program in the folder `hooks` of the home, or a URL to post to. */
export const powerCycle = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "the name of a program in the home's folder hooks"),
  }),
  z.strictObject({ kind: z.literal('http'), url: z.url({ protocol: /^https?$/ }).max(MAX_URL_CHARACTERS) }),
]);

/** The editable properties of a device; omitted fields stay unchanged. */
export const editDeviceRequest = z.strictObject({
  /** Replaces all labels. */
  labels: z.array(deviceLabel).max(64).optional(),
  addLabels: z.array(deviceLabel).max(64).optional(),
  removeLabels: z.array(deviceLabel).max(64).optional(),
  group: deviceLabel.nullable().optional(),
  notes: z.string().max(4000).optional(),
  owner: plainLine.nullable().optional(),
  allowReboot: z.boolean().optional(),
  allowCommands: z.boolean().optional(),
  powerCycle: powerCycle.nullable().optional(),
});

/** Takes a device out (`quarantine`, `maintenance`, `retire`), or asks for it back. */
export const maintenanceRequest = z
  .strictObject({ startsAt: sentMoment, endsAt: sentMoment, reason: plainLine })
  .refine((window) => Date.parse(window.startsAt) < Date.parse(window.endsAt), {
    message: 'the window ends before it starts',
    path: ['endsAt'],
  });
/** `immediately`: a device at work is taken from its shard, instead of leaving when its trial has ended. */
export const exitRequest = z.strictObject({ reason: plainLine, immediately: z.boolean().optional() });

/** Pins another host key, after the user compared it with the one on the device. */
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
  /** As people read it. */
  reason: z.string().nullable(),
  /** Its code (`fault`, `preflight`, `person`, ...) with the parameters of that code. */
  reasonDetails: z.looseObject({ code: z.string() }).nullable(),
  /** Where it goes when its trial has ended, and who asked for that. */
  pendingExit: z.object({ to: z.enum(['quarantined', 'retired']), by: z.string() }).nullable(),
  since: z.iso.datetime(),
  /** When that ends by itself, or is overdue. */
  until: z.iso.datetime().nullable(),
  /** Who brings it out of there: `controller`, or the name of a user. */
  stateOwner: z.string(),
  /** What brings it back to work; null: it is ready or at work. */
  nextStep: nextStepView.nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  simulated: z.boolean(),
  labels: z.array(z.string()),
  group: z.string().nullable(),
  notes: z.string(),
  owner: z.string().nullable(),
  allowReboot: z.boolean(),
  /** Of a simulated device: whether campaigns of others than admins may run programs of their own there. */
  allowCommands: z.boolean(),
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
  /** The campaign that it works for, or is still to end for, and who launched that; null: none, or not looked up in this answer. */
  campaign: z.object({ id: z.string(), owner: z.string().nullable() }).nullable(),
});
export const deviceQuery = pageQuery.extend({
  class: z.enum(KNOWN_CLASSES).optional(),
  label: deviceLabel.optional(),
  group: deviceLabel.optional(),
  availability: z.enum(AVAILABILITIES).optional(),
  health: z.enum(HEALTHS).optional(),
});
export const deviceList = z.object({ devices: z.array(deviceView), nextCursor });

/** Groups of devices, and how many of each may work at once; null: all of them. */
export const groupList = z.object({
  groups: z.array(
    z.object({
      group: z.string(),
      devices: z.number().int(),
      working: z.number().int(),
      maxAtOnce: z.number().int().nullable(),
    }),
  ),
});
/** Null removes the limit; 0 lets none of its devices start. */
export const limitGroupRequest = z.strictObject({ maxAtOnce: z.number().int().min(0).max(10_000).nullable() });

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

/** How a device spent its time. Shares are of the time that is known: the log of events is kept for 30 days. */
export const utilisationView = z.object({
  periods: z.array(
    z.object({
      days: z.number().int(),
      /** Seconds of the period of which the state is known. */
      knownS: z.number(),
      /** Leased to a campaign: loading, warming up, measuring, restoring. */
      workingS: z.number(),
      /** Free for campaigns, or cooling down. */
      idleS: z.number(),
      /** Offline, quarantined, in maintenance or retired. */
      outS: z.number(),
    }),
  ),
});

/** What an admin installs on a device whose login may not set clocks. */
export const sudoersView = z.object({
  /** Commands to type on the device, once for each version of the agent. */
  commands: z.array(z.string()),
  /** File below /etc/sudoers.d, and its only line. */
  file: z.string(),
  rule: z.string(),
});
export const sudoersQuery = z.strictObject({ user: sshUser });
/** The same for a board that is not enrolled yet: the commands take the agent from `agent.path`, where it is to be copied. */
export const preparationView = sudoersView.extend({
  agent: z.object({ path: z.string(), sha256: z.string(), contentBase64: z.base64() }),
});

export type EnrollRequest = z.infer<typeof enrollRequest>;
export type EditDeviceRequest = z.infer<typeof editDeviceRequest>;
export type MaintenanceRequest = z.infer<typeof maintenanceRequest>;
export type ExitRequest = z.infer<typeof exitRequest>;
export type RepinRequest = z.infer<typeof repinRequest>;
export type PowerCycle = z.infer<typeof powerCycle>;
export type FindingView = z.infer<typeof findingView>;
export type DriftView = z.infer<typeof driftView>;
export type MaintenanceView = z.infer<typeof maintenanceView>;
export type DeviceView = z.infer<typeof deviceView>;
export type DeviceQuery = z.infer<typeof deviceQuery>;
export type GroupList = z.infer<typeof groupList>;
export type LimitGroupRequest = z.infer<typeof limitGroupRequest>;
export type DeviceList = z.infer<typeof deviceList>;
export type DeviceEventView = z.infer<typeof deviceEventView>;
export type DeviceEventList = z.infer<typeof deviceEventList>;
export type FactsHistory = z.infer<typeof factsHistory>;
export type UtilisationView = z.infer<typeof utilisationView>;
export type SudoersView = z.infer<typeof sudoersView>;
export type SudoersQuery = z.infer<typeof sudoersQuery>;
export type PreparationView = z.infer<typeof preparationView>;
