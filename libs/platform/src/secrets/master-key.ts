import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';

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

/**
 * Returns the master key from the environment, else from `master.key` in the home. The file is created at the first
 * start: 32 random bytes in base64, readable by its owner only.
 * @throws Fault `master_key_exposed`, `master_key_damaged` (operator).
 */
export function ensureMasterKey(source: MasterKeySource): MasterKey {
  if (source.masterKey === undefined) makeFile(source.home);
  return readMasterKey(source);
}

/**
 * Like `ensureMasterKey`, for a process that uses the controller's key and never creates one.
 * @throws Fault `master_key_missing`, `master_key_exposed`, `master_key_damaged` (operator).
 */
export function readMasterKey({ home, masterKey }: MasterKeySource): MasterKey {
  return masterKey === undefined ? fromFile(join(home, FILE)) : toMasterKey(Buffer.from(masterKey, 'base64'));
}

export function toMasterKey(key: Buffer): MasterKey {
  return { key, id: createHash('sha256').update(key).digest('hex').slice(0, ID_DIGITS) };
}

function makeFile(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const text = `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`;
  try {
    writeFileSync(join(home, FILE), text, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
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
    const remedy = 'Start the controller of this home first, or set JOULEFLEET_MASTER_KEY to its key (base64).';
    throw keyFault('master_key_missing', path, `cannot read the master key ${path}: ${code}`, remedy);
  }
}

function keyFault(code: string, where: string, message: string, remedy: string): Fault {
  return new Fault(message, { code, origin: 'operator', transient: false, where, remedy });
}
