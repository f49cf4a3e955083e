import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';
import { writeWhole } from './write-whole';

/** The key that encrypts private keys. */
export interface MasterKey {
  /** 256 bits. */
  key: Buffer;
  /** Identifies the key without revealing it: the first 16 hex digits of its SHA-256. */
  id: string;
}

/** Sources of a process's master key. */
export interface MasterKeySource {
  home: string;
  /** Base64, from the environment; takes precedence over the file. */
  masterKey?: string;
}

export const MASTER_KEY_BYTES = 32;
const ID_DIGITS = 16;
const FILE = 'master.key';
const GROUP_AND_OTHERS = 0o077;
/** What is made anew where nothing depends on it. */
const REPLACEABLE = new Set(['master_key_missing', 'master_key_damaged']);
const RESTORE_KEY =
  "Restore master.key in the controller's home from a backup, or set JOULEFLEET_MASTER_KEY to that key. " +
  'If the key is lost for good, remove the rows of the table `identity`, and enroll the devices again with their keys.';

/**
 * The master key from the environment, else from `master.key` in the home. A missing or damaged file is made anew where nothing is
 * sealed yet: 32 random bytes in base64, readable by its owner only.
 * @param sealedBy id of the key that seals what is stored; null: nothing is sealed.
 * @throws Fault `master_key_wrong`, `master_key_missing`, `master_key_exposed`, `master_key_damaged` (operator).
 */
export function ensureMasterKey(source: MasterKeySource, sealedBy: string | null): MasterKey {
  const found = lookForKey(source);
  if (!(found instanceof Fault)) {
    requireMasterKey(found, sealedBy);
    return found;
  }
  if (sealedBy !== null) throw lostKey(source.home, found, sealedBy);
  mkdirSync(source.home, { recursive: true, mode: 0o700 });
  writeWhole(join(source.home, FILE), `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
  return readMasterKey(source);
}

/**
 * For a process that uses the controller's key and never creates one.
 * @throws Fault `master_key_missing`, `master_key_exposed`, `master_key_damaged` (operator).
 */
export function readMasterKey({ home, masterKey }: MasterKeySource): MasterKey {
  return masterKey === undefined ? fromFile(join(home, FILE)) : toMasterKey(Buffer.from(masterKey, 'base64'));
}

/**
 * @param sealedBy id of the key that seals what is stored; null: nothing is sealed.
 * @throws Fault `master_key_wrong` (operator) when it is another one.
 */
export function requireMasterKey({ id }: MasterKey, sealedBy: string | null): void {
  if (sealedBy === null || sealedBy === id) return;
  const message = `the private keys in the database are sealed with the master key ${sealedBy}; this process has ${id}`;
  throw keyFault('master_key_wrong', undefined, message, RESTORE_KEY);
}

export function toMasterKey(key: Buffer): MasterKey {
  return { key, id: createHash('sha256').update(key).digest('hex').slice(0, ID_DIGITS) };
}

/** The key, or why there is none. A key that others can read is reported at once. */
function lookForKey(source: MasterKeySource): MasterKey | Fault {
  try {
    return readMasterKey(source);
  } catch (error) {
    if (error instanceof Fault && REPLACEABLE.has(error.code)) return error;
    throw error;
  }
}

function lostKey(home: string, { code, message }: Fault, sealedBy: string): Fault {
  const told = `${message}, and the private keys in the database are sealed with it (${sealedBy})`;
  return keyFault(code, join(home, FILE), told, RESTORE_KEY);
}

function fromFile(path: string): MasterKey {
  const text = readText(path);
  const mode = statSync(path).mode & 0o777;
  if ((mode & GROUP_AND_OTHERS) !== 0) {
    const message = `the master key ${path} is readable by other users (mode ${mode.toString(8).padStart(4, '0')})`;
    throw keyFault(
      'master_key_exposed',
      path,
      message,
      `Run \`chmod 600 ${path}\`, and consider who may have read it.`,
    );
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === MASTER_KEY_BYTES) return toMasterKey(key);
  const message = `the master key ${path} does not hold ${MASTER_KEY_BYTES} bytes in base64`;
  throw keyFault('master_key_damaged', path, message, 'Restore the file from a backup.');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT')
      throw keyFault(
        'master_key_unreadable',
        path,
        `cannot read the master key ${path}: ${code}`,
        'Give this process the right to read the file.',
      );
    const remedy = 'Start the controller of this home first, or set JOULEFLEET_MASTER_KEY to its key (base64).';
    throw keyFault('master_key_missing', path, `cannot read the master key ${path}: ${code}`, remedy);
  }
}

function keyFault(code: string, where: string | undefined, message: string, remedy: string): Fault {
  return new Fault(message, { code, origin: 'operator', transient: false, where, remedy });
}
