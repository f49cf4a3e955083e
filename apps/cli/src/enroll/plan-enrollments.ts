import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  completeInventory,
  deviceName,
  parseInventory,
  parseKnownHosts,
  parseSshConfig,
  type InventoryDevice,
  type InventoryFileError,
  type KnownHosts,
  type PlannedEnrollment,
  type SshConfig,
} from '@joulefleet/contracts';
import { nameFromHost } from '@joulefleet/core';
import { usageFailure } from '../cli-failure';
import type { Environment } from '../environment';
import { readTextFile } from '../terminal/text-file';
import { defaultIdentity } from './default-identity';
import { includedFiles } from './included-files';

/** Lines of known_hosts that are named, of those that are passed over. */
const MAX_SKIPPED = 50;

/** Where devices come from, and what holds for all of them. */
export interface EnrollmentSources {
  hosts: readonly string[];
  inventory?: string;
  sshConfig?: string;
  knownHosts?: string;
  port?: number;
  user?: string;
  /** Of the only host. */
  name?: string;
  /** Host key to pin of the only host. */
  fingerprint?: string;
  /** How the agent of the only host works; left out: as the controller finds it. */
  privilege?: 'sudo';
  /** Path of a private key. */
  identity?: string;
  /** Name of a key that the controller keeps. */
  identityName?: string;
  labels: readonly string[];
}

export interface EnrollmentPlan {
  enrollments: PlannedEnrollment[];
  /** Parts of the files that were passed over, and what else a reader has to know of them. */
  skipped: InventoryFileError[];
}

/**
 * The devices of an inventory, of hosts named on the command line, or else of every `Host` of an ssh_config file without
 * wildcards; each with all that enrolling needs. Nothing is contacted.
 * @throws CliFailure `bad_inventory` with every finding.
 */
export function planEnrollments(
  sources: EnrollmentSources,
  reader: Pick<Environment, 'loginName' | 'userHome' | 'workingFolder'>,
): EnrollmentPlan {
  const { inventory, port, user, identity, identityName, labels, privilege } = sources;
  const at = (path: string): string => resolve(reader.workingFolder, path);
  const sshConfig = sources.sshConfig === undefined ? null : readSshConfig(sources.sshConfig, at, reader.userHome);
  const knownHosts =
    sources.knownHosts === undefined ? { keys: [], skipped: [] } : readKnownHosts(sources.knownHosts, at);
  const devices = inventory === undefined ? devicesNamed(sources, sshConfig) : readInventory(inventory, at);
  const base = inventory === undefined ? at('.') : dirname(at(inventory));
  const completed = completeInventory(devices, {
    options: { port, user, identity: identity && at(identity), storedIdentity: identityName, labels, privilege },
    passesOverProxied: inventory === undefined && sources.hosts.length === 0,
    sshConfig,
    knownHosts: knownHosts.keys,
    loginName: reader.loginName,
    defaultIdentity: defaultIdentity(reader.userHome),
    resolveIdentity: (written) => resolve(base, written.replace(/^(~|%d)(?=\/)/, reader.userHome)),
    resolveSshPath: at,
    exists: existsSync,
    userHome: reader.userHome,
  });
  if (!completed.ok) throw badFile(completed.errors, inventory ?? sources.sshConfig);
  return {
    enrollments: completed.enrollments,
    skipped: [...(sshConfig?.skipped ?? []), ...knownHosts.skipped, ...completed.notes],
  };
}

function devicesNamed(
  { hosts, name: nameOfOne, fingerprint }: EnrollmentSources,
  sshConfig: SshConfig | null,
): InventoryDevice[] {
  const fromConfig = sshConfig?.aliases ?? [];
  const named = hosts.length > 0 ? hosts.map((alias) => ({ alias, where: 'command line' })) : fromConfig;
  if (named.length === 0) {
    const remedy = 'Name hosts, or a file with --inventory.';
    throw usageFailure('no device is named', { remedy, errors: sshConfig?.skipped });
  }
  const devices = named.map(({ alias, where }) => ({
    where,
    name: nameOfOne ?? nameFromHost(alias),
    host: alias,
    fingerprint,
    labels: [],
  }));
  const unnamed = devices.filter(({ name }) => !deviceName.safeParse(name).success);
  const errors = unnamed.map(({ where, host }) => ({
    where,
    message: `no device can be named after ${JSON.stringify(host)}`,
  }));
  if (errors.length > 0) throw badFile(errors, undefined);
  return devices;
}

/** The absolute path of one that the reader wrote. */
type At = (path: string) => string;

function readInventory(file: string, at: At): InventoryDevice[] {
  const parsed = parseInventory(readTextFile({ path: at(file), shown: file }), file);
  if (parsed.ok) return parsed.devices;
  throw badFile(parsed.errors, file);
}

function readSshConfig(file: string, at: At, userHome: string): SshConfig {
  const readIncluded = (pattern: string) =>
    includedFiles(pattern, userHome).map((path) => ({ name: path, text: readOpenSshFile(path, path) }));
  const parsed = parseSshConfig(readOpenSshFile(at(file), file), file, readIncluded);
  if (parsed.ok) return parsed.config;
  throw badFile(parsed.errors, file);
}

function readKnownHosts(file: string, at: At): KnownHosts {
  const { keys, skipped } = parseKnownHosts(readOpenSshFile(at(file), file), file);
  const more = skipped.length - MAX_SKIPPED;
  const shown = more > 0 ? [...skipped.slice(0, MAX_SKIPPED), { where: file, message: `${more} more lines` }] : skipped;
  return { keys, skipped: shown };
}

/** Comments in another encoding do not keep OpenSSH from reading its files. */
function readOpenSshFile(path: string, shown: string): string {
  return readTextFile({ path, shown, lenient: true });
}

function badFile(errors: InventoryFileError[], file: string | undefined): Error {
  return usageFailure(`${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; no device was contacted`, {
    code: 'bad_inventory',
    title: 'The list of devices is wrong',
    where: file,
    errors,
    remedy: 'Correct it and enroll again.',
  });
}
