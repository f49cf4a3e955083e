import { describeIssue, show, type DescribedIssue } from '../campaign/describe-issue';
import { enrollRequest, HOST_KEY_TYPES, type EnrollRequest } from '../http/device';
import { identityPath } from './inventory-schema';
import type { InventoryFileError } from './inventory-source';
import type { InventoryDevice } from './parse-inventory';
import type { KnownHostKey } from './parse-known-hosts';
import type { SshConfig, SshHostSettings } from './parse-ssh-config';

const SSH_PORT = 22;

/** What an inventory leaves out is looked up here, in this order. */
export interface InventoryContext {
  /** Given with the command: for all devices. */
  options: {
    port?: number;
    user?: string;
    identity?: string;
    /** Name of a key that the controller keeps; then `identity` is left out. */
    keptIdentity?: string;
    labels: readonly string[];
  };
  sshConfig: SshConfig | null;
  knownHosts: readonly KnownHostKey[];
  /** When nobody else says. */
  loginName: string;
  defaultIdentity: string | undefined;
  /** The absolute path of an identity as somebody wrote it. */
  resolveIdentity(written: string): string;
}

/** A device with all that enrolling needs, and where it stands in its file. */
export interface PlannedEnrolment {
  where: string;
  /** Path of the private key, for the controller to take in; null: the request says which one, or the fleet's own. */
  identityFile: string | null;
  request: EnrollRequest;
}

export type CompletedInventory =
  { ok: true; enrolments: PlannedEnrolment[] } | { ok: false; errors: InventoryFileError[] };

type Completed = PlannedEnrolment | { errors: InventoryFileError[] };

/** Fills in what devices leave out, and checks every field that reaches a device; two names for one address are a finding. */
export function completeInventory(devices: readonly InventoryDevice[], context: InventoryContext): CompletedInventory {
  const completed = devices.map((device) => completeDevice(device, context));
  const errors = completed.flatMap((each) => ('errors' in each ? each.errors : []));
  const enrolments = completed.flatMap((each) => ('request' in each ? [each] : []));
  const repeated = findRepeated(enrolments);
  if (errors.length + repeated.length > 0) return { ok: false, errors: [...errors, ...repeated] };
  return { ok: true, enrolments };
}

function completeDevice(device: InventoryDevice, context: InventoryContext): Completed {
  const { where, name } = device;
  const alias = device.host ?? name;
  const ssh = context.sshConfig?.settingsOf(alias) ?? {};
  const proxy = ssh.proxyjump ?? ssh.proxycommand ?? 'none';
  if (proxy !== 'none') return refuse(where, `${name} is reached through a proxy (${show(proxy)})`, 'no proxy');
  const login = loginOf(device, ssh, context);
  const key = keyOf(login.identity, context);
  if (key === null) return refuse(where, `${name}: identity: ${show(login.identity)}`, 'a path');
  const host = (ssh.hostname ?? alias).replaceAll('%h', alias);
  const names = [ssh.hostkeyalias, host, alias];
  const pinned = device.fingerprint ? pinOf(device, context) : knownKey(where, names, login.port, context);
  if (pinned && 'errors' in pinned) return pinned;
  const parsed = enrollRequest.safeParse({
    name,
    host,
    port: login.port,
    user: login.user,
    identity: key.identity,
    ...pinned,
    labels: [...new Set([...device.labels, ...context.options.labels])],
    onlyIfChanged: true,
  });
  if (!parsed.success) return { errors: describe(where, name, parsed.error.issues, ssh) };
  return { where, identityFile: key.identityFile, request: parsed.data };
}

/** The file of the private key, or else the kept one that is named, if any; null: that is no path. */
function keyOf(written: string | undefined, context: InventoryContext) {
  if (written === undefined) return { identityFile: null, identity: context.options.keptIdentity };
  const path = identityPath.safeParse(context.resolveIdentity(written));
  return path.success ? { identityFile: path.data, identity: undefined } : null;
}

function loginOf(device: InventoryDevice, ssh: SshHostSettings, { options, ...context }: InventoryContext) {
  const sshPort = ssh.port === undefined ? SSH_PORT : Number(ssh.port);
  const otherwise = ssh.identityfile ?? context.defaultIdentity;
  return {
    port: device.port ?? options.port ?? sshPort,
    user: device.user ?? options.user ?? ssh.user ?? context.loginName,
    identity: device.identity ?? options.identity ?? (options.keptIdentity === undefined ? otherwise : undefined),
  };
}

function pinOf({ where, fingerprint }: InventoryDevice, { knownHosts }: InventoryContext) {
  const known = knownHosts.find((key) => key.fingerprint === fingerprint);
  if (known?.revoked) return refuse(where, `the host key ${fingerprint} is revoked in ${known.where}`, 'another key');
  return { fingerprint, hostKeyType: known?.keyType };
}

/** The preferred one of the keys that known_hosts has for the first of these names that it knows. */
function knownKey(
  where: string,
  names: readonly (string | undefined)[],
  port: number,
  { knownHosts }: InventoryContext,
): { fingerprint: string; hostKeyType: KnownHostKey['keyType'] } | { errors: InventoryFileError[] } | undefined {
  const lookups = names.flatMap((name) => (name === undefined ? [] : [port === SSH_PORT ? name : `[${name}]:${port}`]));
  for (const lookup of lookups) {
    const keys = knownHosts.filter((key) => key.isOf(lookup));
    const revoked = new Set(keys.filter((key) => key.revoked).map(({ fingerprint }) => fingerprint));
    const valid = keys.filter(({ fingerprint }) => !revoked.has(fingerprint));
    const type = HOST_KEY_TYPES.find((each) => valid.some(({ keyType }) => keyType === each));
    if (type === undefined) continue;
    const [first, ...others] = valid.filter(({ keyType }) => keyType === type);
    const other = others.find(({ fingerprint }) => fingerprint !== first!.fingerprint);
    if (other)
      return refuse(where, `${show(lookup)} has two ${type} keys, in ${first!.where} and ${other.where}`, 'one');
    return { fingerprint: first!.fingerprint, hostKeyType: type };
  }
  return undefined;
}

/** Values of an ssh_config file come in here unchecked. */
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
      return { where, message: `${name}: ${String(path[0])}: ${message}`, expected };
    });
}

/** A name for two devices, or two names for one. */
function findRepeated(enrolments: readonly PlannedEnrolment[]): InventoryFileError[] {
  const names = new Set<string>();
  const addresses = new Map<string, string>();
  return enrolments.flatMap(({ where, request: { name, host, port } }) => {
    const address = `${host.toLowerCase()} ${port}`;
    const other = addresses.get(address);
    const known = names.has(name);
    names.add(name);
    addresses.set(address, other ?? name);
    if (known) return [{ where, message: `a second device is called ${name}`, expected: 'each name once' }];
    if (other === undefined) return [];
    return [{ where, message: `${name} has the address of ${other}`, expected: 'one name for one device' }];
  });
}

function refuse(where: string, message: string, expected: string): { errors: InventoryFileError[] } {
  return { errors: [{ where, message, expected }] };
}
