import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';

/** What private keys are sealed with. */
export interface MasterKey {
  /** 256 bits. */
  key: Buffer;
  /** Tells keys apart and nothing more: the first 16 hex digits of the key's SHA-256. */
  id: string;
}

/** Where a process finds its master key. */
export interface MasterKeySource {
  home: string;
  /** Base64, from the environment; it goes before the file. */
  masterKey?: string;
}

export const MASTER_KEY_BYTES = 32;
const ID_DIGITS = 16;
const FILE = 'master.key';
const OTHERS = 0o077;

/**
 * The master key from the environment, else from `master.key` in the home, which is made at the first start: 32 random bytes
 * in base64, readable by its owner only.
 * @throws Fault `master_key_exposed`, `master_key_damaged` (operator).
 */
export function keepMasterKey(source: MasterKeySource): MasterKey {
  if (source.masterKey === undefined) makeFile(source.home);
  return readMasterKey(source);
}

/**
 * The same for a process that takes what the controller has made.
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
  if ((mode & OTHERS) !== 0) {
    const told = `the master key ${path} can be read by others (mode ${mode.toString(8).padStart(4, '0')})`;
    throw keyFault('master_key_exposed', path, told, `chmod 600 ${path}, and think of who may have read it.`);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === MASTER_KEY_BYTES) return toMasterKey(key);
  const told = `the master key ${path} does not hold ${MASTER_KEY_BYTES} bytes in base64`;
  throw keyFault('master_key_damaged', path, told, 'Put the file back from a backup.');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy =
      'Start the controller of this home first, or give this process its key as JOULEFLEET_MASTER_KEY (base64).';
    throw keyFault('master_key_missing', path, `the master key ${path} cannot be read: ${code}`, remedy);
  }
}

function keyFault(code: string, where: string, message: string, remedy: string): Fault {
  return new Fault(message, { code, origin: 'operator', transient: false, where, remedy });
}
