import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';
import { canReach, type ServiceAccount } from './service-account';

/** Folder for the databases of a home that the PostgreSQL account cannot enter (/root is 0700). */
const RELOCATED = '/var/lib/joulefleet';

/** The folders of one home. */
export interface ServiceFolders {
  /** Passwords, readable by the owner only. */
  secrets: string;
  /** One record per running service, and the lock. */
  records: string;
  /** Data and logs of the servers. A symbolic link to /var/lib/joulefleet if the account cannot reach the home. */
  services: string;
}

/**
 * Creates the folders of a home, except `services`, unless they exist.
 * @throws Fault `home_not_ours` when the home cannot be written to.
 */
export function prepareFolders(home: string, account: ServiceAccount): ServiceFolders {
  const folders = { secrets: join(home, 'secrets'), records: join(home, 'records'), services: join(home, 'services') };
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
    // Secrets have a folder of their own, because the server's account must be able to traverse the home.
    if (account.isOther) chmodSync(home, 0o711);
    mkdirSync(folders.secrets, { recursive: true, mode: 0o700 });
    mkdirSync(folders.records, { recursive: true, mode: 0o700 });
    return folders;
  } catch (cause) {
    throw explained(home, cause);
  }
}

/**
 * Creates the folder of the servers' data unless it exists. The caller holds the home's lock.
 * @throws Fault `home_not_ours`.
 */
export function prepareServices(home: string, services: string, account: ServiceAccount): void {
  try {
    if (!folderExists(services)) createServices(home, services, account);
  } catch (cause) {
    throw explained(home, cause);
  }
}

function explained(home: string, cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? homeNotOurs(home, cause) : cause;
}

function createServices(home: string, services: string, account: ServiceAccount): void {
  if (canReach(account, home)) {
    mkdirSync(services, { mode: account.isOther ? 0o711 : 0o700 });
    return;
  }
  mkdirSync(RELOCATED, { recursive: true, mode: 0o711 });
  // Always a new folder: data left by an earlier home is not touched.
  const target = mkdtempSync(join(RELOCATED, 'services-'));
  chmodSync(target, 0o711);
  symlinkSync(target, services);
}

/** Whether the folder exists. A dangling link is removed and counts as missing. */
function folderExists(services: string): boolean {
  if (lstatSync(services, { throwIfNoEntry: false }) === undefined) return false;
  if (statSync(services, { throwIfNoEntry: false }) !== undefined) return true;
  unlinkSync(services);
  return false;
}

function homeNotOurs(home: string, cause: Error): Fault {
  const owner = ownerOf(home);
  const whose =
    owner === undefined ? '' : `; it belongs to uid ${owner}, this process runs as uid ${process.geteuid?.() ?? '?'}`;
  return new Fault(`cannot use the folder ${home} (${cause.message})${whose}`, {
    code: 'home_not_ours',
    origin: 'operator',
    transient: false,
    where: home,
    remedy: 'Run as its owner, or set JOULEFLEET_HOME to a folder that you own.',
    cause,
  });
}

/** The uid that owns the path; undefined if it does not exist or is not accessible. */
function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined;
  }
}
