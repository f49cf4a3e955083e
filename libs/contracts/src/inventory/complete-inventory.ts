import { describeIssue, type DescribedIssue } from '../campaign/describe-issue';
import { atPlace } from '../http/describe-request';
import { show } from '../campaign/show';
import { enrollRequest, type EnrollRequest } from '../http/device';
import { expandTokens } from './expand-tokens';
import { hostKeysOf, type HostKeys, type ListedKey } from './host-keys-of';
import { identityOf } from './identity-of';
import type { InventoryContext } from './inventory-context';
import type { InventoryFileError } from './inventory-source';
import type { InventoryDevice } from './parse-inventory';
import type { SshHostSettings } from './parse-ssh-config';

const SSH_PORT = 22;
const NO_PROXY =
  'an address at which the controller reaches the board (VPN, or a forwarded port); give it as host in an inventory';

/** A device with everything that enrolling needs, and its place in the file. */
export interface PlannedEnrollment {
  where: string;
  /** Path of the private key to import; null: the identity is in the request, or the default one is used. */
  identityFile: string | null;
  request: EnrollRequest;
  /** Host keys that known_hosts lists for it: one of `accepted` is pinned when it is shown, none of `revoked` ever. */
  hostKeys: { accepted: ListedKey[]; revoked: ListedKey[] };
}

export type CompletedInventory =
  | { ok: true; enrollments: PlannedEnrollment[]; notes: InventoryFileError[] }
  | { ok: false; errors: InventoryFileError[] };

type Completed =
  | { planned: PlannedEnrollment; notes: InventoryFileError[] }
  | { errors: InventoryFileError[] }
  | { behindProxy: InventoryFileError };

/** Fills in omitted values and validates every field that reaches a device. Two names for one address are an error. */
export function completeInventory(devices: readonly InventoryDevice[], context: InventoryContext): CompletedInventory {
  const completed = devices.map((device) => completeDevice(device, context));
  const proxied = completed.flatMap((each) => ('behindProxy' in each ? [each.behindProxy] : []));
  const passedOver = context.passesOverProxied === true && proxied.length < devices.length;
  const errors = [
    ...completed.flatMap((each) => ('errors' in each ? each.errors : [])),
    ...(passedOver ? [] : proxied),
  ];
  const enrollments = completed.flatMap((each) => ('planned' in each ? [each.planned] : []));
  const repeated = findRepeated(enrollments);
  if (errors.length + repeated.length > 0) return { ok: false, errors: [...errors, ...repeated] };
  const notes = completed.flatMap((each) => ('notes' in each ? each.notes : []));
  const left = proxied.map(({ where, message }) => ({
    where,
    message: `${message}: passed over; it needs ${NO_PROXY}`,
  }));
  return { ok: true, enrollments, notes: [...notes, ...left] };
}

function completeDevice(device: InventoryDevice, context: InventoryContext): Completed {
  const { where, name } = device;
  const alias = device.host ?? name;
  const ssh = context.sshConfig?.settingsOf(alias) ?? {};
  if ((ssh.proxy ?? 'none') !== 'none') {
    const message = `${name} is reached through a proxy (${show(ssh.proxy)}), which is not followed`;
    return { behindProxy: { where, message, expected: NO_PROXY } };
  }
  const login = loginOf(device, ssh, context);
  const host = expandTokens(ssh.hostname ?? alias, { h: alias });
  if (host === null) return refuse(where, `${name}: HostName: ${show(ssh.hostname)}`, 'no token but %h and %%');
  const written = device.identity ?? context.options.identity;
  const key = identityOf(written, ssh.identityfile, { alias, host, ...login }, context);
  if ('bad' in key) return refuse(where, `${name}: ${key.bad}`, key.expected);
  const names = { host, alias, port: login.port, hostKeyAlias: ssh.hostkeyalias };
  const known = hostKeysOf(names, context.knownHosts);
  const pinned = pinOf(device, known, context);
  if ('errors' in pinned) return pinned;
  const parsed = enrollRequest.safeParse({
    name,
    host,
    port: login.port,
    user: login.user,
    identity: key.identity,
    ...pinned,
    labels: [...new Set([...device.labels, ...context.options.labels])],
    privilege: context.options.privilege,
    onlyIfChanged: true,
  });
  if (!parsed.success) return { errors: describe(where, name, parsed.error.issues, ssh) };
  const hostKeys = { accepted: device.fingerprint ? [] : known.accepted.keys, revoked: known.revoked };
  const told = [key.note, device.fingerprint ? undefined : known.note].filter((note) => note !== undefined);
  const notes = told.map((note) => ({ where, message: `${name}: ${note}` }));
  return { planned: { where, identityFile: key.identityFile, request: parsed.data, hostKeys }, notes };
}

function loginOf(device: InventoryDevice, ssh: SshHostSettings, { options, ...context }: InventoryContext) {
  const sshPort = ssh.port === undefined ? SSH_PORT : wholeNumberOf(ssh.port);
  return {
    port: device.port ?? options.port ?? sshPort,
    user: device.user ?? options.user ?? ssh.user ?? context.loginName,
  };
}

/** NaN for what ssh takes for none either. */
function wholeNumberOf(text: string): number {
  return /^[0-9]+$/.test(text) ? Number(text) : NaN;
}

/** The key to pin; what the inventory says counts, unless it is revoked. */
function pinOf({ where, fingerprint }: InventoryDevice, known: HostKeys, { knownHosts }: InventoryContext) {
  if (fingerprint === undefined) return known.pinned ?? { hostKeyType: known.accepted.hostKeyType };
  const revoked = known.revoked.find((key) => key.fingerprint === fingerprint);
  if (revoked) return refuse(where, `the host key ${fingerprint} is revoked in ${revoked.where}`, 'another key');
  return { fingerprint, hostKeyType: knownHosts.find((key) => key.fingerprint === fingerprint)?.keyType };
}

/** Values from an ssh_config file are unchecked up to here. */
function describe(
  where: string,
  name: string,
  issues: Parameters<typeof describeIssue>[0][],
  ssh: SshHostSettings,
): InventoryFileError[] {
  const written: Record<string, unknown> = { host: ssh.hostname, port: ssh.port, user: ssh.user };
  return issues
    .flatMap((issue) => describeIssue(issue, written[String(issue.path[0])], () => []))
    .map(({ path, message, expected }: DescribedIssue) => {
      return { where, message: `${name}: ${atPlace(String(path[0]), message)}`, expected };
    });
}

/** One name for two devices, or two names for one. */
function findRepeated(enrollments: readonly PlannedEnrollment[]): InventoryFileError[] {
  const names = new Set<string>();
  const addresses = new Map<string, string>();
  return enrollments.flatMap(({ where, request: { name, host, port } }) => {
    const address = `${host.toLowerCase()} ${port}`;
    const other = addresses.get(address);
    const known = names.has(name);
    names.add(name);
    addresses.set(address, other ?? name);
    if (known) return [{ where, message: `duplicate device name ${name}`, expected: 'unique names' }];
    if (other === undefined) return [];
    return [{ where, message: `${name} has the same address as ${other}`, expected: 'one name per device' }];
  });
}

function refuse(where: string, message: string, expected: string): { errors: InventoryFileError[] } {
  return { errors: [{ where, message, expected }] };
}
