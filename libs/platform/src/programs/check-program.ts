import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';
import type { ProgramKind } from './program-kind';

const OTHERS_MAY_WRITE = 0o022;

/**
 * The path of an admin's program that this process may run, and that nobody else can have changed.
 * @throws Fault `hook_missing`, `hook_exposed`, `resolver_missing`, `resolver_exposed` (operator).
 */
export async function checkProgram(kind: ProgramKind, folder: string | null, name: string): Promise<string> {
  if (folder === null) throw missing(kind, name, `this controller has no folder of ${kind.folderName}`);
  const path = join(folder, name);
  await refuseExposed(kind, folder);
  await refuseExposed(kind, path);
  if (!(await lstat(path)).isFile()) throw exposed(kind, path, 'it is no file');
  return path;
}

/** What others may write would let them run what they like as the controller. */
async function refuseExposed(kind: ProgramKind, path: string): Promise<void> {
  const found = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    throw missing(kind, path, cause.code === 'ENOENT' ? 'there is no such file' : (cause.code ?? cause.message));
  });
  if (!found.isFile() && !found.isDirectory()) throw exposed(kind, path, 'it is a link or no file');
  if ((found.mode & OTHERS_MAY_WRITE) !== 0) throw exposed(kind, path, 'others than its owner may write it');
  if (found.uid !== 0 && found.uid !== process.getuid?.()) throw exposed(kind, path, "it is another user's");
  await access(path, constants.X_OK).catch(() => {
    throw exposed(kind, path, "it is not executable for the controller's user");
  });
}

function exposed({ noun }: ProgramKind, path: string, why: string): Fault {
  return new Fault(`the ${noun} ${path} cannot be used: ${why}`, {
    code: `${noun}_exposed`,
    origin: 'operator',
    transient: false,
    where: path,
    remedy: `chmod 0700 ${path}, owned by the controller's user; or 0755, owned by root`,
  });
}

function missing({ noun, folderName }: ProgramKind, path: string, why: string): Fault {
  return new Fault(`there is no ${noun} ${path}: ${why}`, {
    code: `${noun}_missing`,
    origin: 'operator',
    transient: false,
    where: path,
    remedy: `Put the program into the folder ${folderName} of the controller's home, executable for its user (chmod 0700).`,
  });
}
