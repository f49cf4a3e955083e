import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';

const OTHERS_MAY_WRITE = 0o022;

/**
 * The path of an admin's program that this process may run, and that nobody else can have changed.
 * @throws Fault `hook_missing`, `hook_exposed` (operator).
 */
export async function checkHook(folder: string | null, name: string): Promise<string> {
  if (folder === null) throw missing(name, 'this controller has no folder of hooks');
  const path = join(folder, name);
  await refuseExposed(folder);
  await refuseExposed(path);
  if (!(await lstat(path)).isFile()) throw exposed(path, 'it is no file');
  return path;
}

/** What others may write would let them run what they like as the controller. */
async function refuseExposed(path: string): Promise<void> {
  const found = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    throw missing(path, cause.code === 'ENOENT' ? 'there is no such file' : (cause.code ?? cause.message));
  });
  if (!found.isFile() && !found.isDirectory()) throw exposed(path, 'it is a link or no file');
  if ((found.mode & OTHERS_MAY_WRITE) !== 0) throw exposed(path, 'others than its owner may write it');
  if (found.uid !== 0 && found.uid !== process.getuid?.()) throw exposed(path, "it is another user's");
  await access(path, constants.X_OK).catch(() => {
    throw exposed(path, "it is not executable for the controller's user");
  });
}

function exposed(path: string, why: string): Fault {
  return new Fault(`the hook ${path} cannot be used: ${why}`, {
    code: 'hook_exposed',
    origin: 'operator',
    transient: false,
    where: path,
    remedy: `chmod 0700 ${path}, owned by the controller's user; or 0755, owned by root`,
  });
}

function missing(path: string, why: string): Fault {
  return new Fault(`there is no hook ${path}: ${why}`, {
    code: 'hook_missing',
    origin: 'operator',
    transient: false,
    where: path,
    remedy: "Put the program into the folder hooks of the controller's home, executable for its user (chmod 0700).",
  });
}
