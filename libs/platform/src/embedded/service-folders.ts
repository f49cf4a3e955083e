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

/** Where the databases of a home go when the account that runs PostgreSQL cannot enter it (/root is 0700). */
const RELOCATED = '/var/lib/joulefleet';

/** The folders of one home. */
export interface ServiceFolders {
  /** Passwords, readable by us alone. */
  secrets: string;
  /** What runs now: one record a service, and the lock. */
  records: string;
  /** Data and logs of the servers. A symbolic link to /var/lib/joulefleet when the home cannot be reached. */
  services: string;
}

/**
 * Creates the folders of a home but for `services`, or finds them.
 * @throws Fault `home_not_ours` when the home cannot be written to.
 */
export function prepareFolders(home: string, account: ServiceAccount): ServiceFolders {
  const folders = { secrets: join(home, 'secrets'), records: join(home, 'records'), services: join(home, 'services') };
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
    // The secrets are in a folder of their own, so that the home may be passed through by the server's account.
    if (account.isOther) chmodSync(home, 0o711);
    mkdirSync(folders.secrets, { recursive: true, mode: 0o700 });
    mkdirSync(folders.records, { recursive: true, mode: 0o700 });
    return folders;
  } catch (cause) {
    throw explained(home, cause);
  }
}

/**
 * Creates the folder of the servers' data, or finds it. To be called under the lock of the home.
 * @throws Fault `home_not_ours`.
 */
export function prepareServices(home: string, services: string, account: ServiceAccount): void {
  try {
    if (!isThere(services)) createServices(home, services, account);
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
  // A fresh folder each time: whatever an earlier home left behind stays untouched.
  const target = mkdtempSync(join(RELOCATED, 'services-'));
  chmodSync(target, 0o711);
  symlinkSync(target, services);
}

/** A link whose target is gone counts as nothing, and is removed. */
function isThere(services: string): boolean {
  if (lstatSync(services, { throwIfNoEntry: false }) === undefined) return false;
  if (statSync(services, { throwIfNoEntry: false }) !== undefined) return true;
  unlinkSync(services);
  return false;
}

function homeNotOurs(home: string, cause: Error): Fault {
  const owner = ownerOf(home);
  const whose = owner === undefined ? '' : `; it belongs to uid ${owner}, we are uid ${process.geteuid?.() ?? '?'}`;
  return new Fault(`The folder ${home} cannot be used (${cause.message})${whose}`, {
    code: 'home_not_ours',
    origin: 'operator',
    transient: false,
    where: home,
    remedy: 'Run as its owner, or point JOULEFLEET_HOME at a folder that is yours.',
    cause,
  });
}

/** Undefined when it does not exist, or lies where we may not even look. */
function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined;
  }
}
