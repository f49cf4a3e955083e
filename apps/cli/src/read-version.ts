import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const packageFile = z.object({ version: z.string() });
const COMMIT = /^[0-9a-f]{40,64}$/;

export interface Version {
  version: string;
  /** The commit that is checked out; null where there is no repository. */
  commit: string | null;
}

/** Version of the product in this folder, from package.json and the files of git; git itself is not needed. */
export function readVersion(rootFolder: string): Version {
  const { version } = packageFile.parse(JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')));
  return { version, commit: readCommit(join(rootFolder, '.git')) };
}

function readCommit(gitFolder: string): string | null {
  const head = readText(join(gitFolder, 'HEAD'))?.trim();
  const reference = head?.match(/^ref: (refs\/[\w./-]+)$/)?.[1];
  const commit = reference === undefined ? head : commitOf(gitFolder, reference);
  return commit !== undefined && COMMIT.test(commit) ? commit : null;
}

/** Branches lie in files of their own, or in packed-refs as lines `COMMIT NAME`. */
function commitOf(gitFolder: string, reference: string): string | undefined {
  const loose = readText(join(gitFolder, reference));
  if (loose !== undefined) return loose.trim();
  const packed = readText(join(gitFolder, 'packed-refs'))?.split('\n') ?? [];
  return packed.find((line) => line.endsWith(` ${reference}`))?.split(' ', 1)[0];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
