import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** A file for a device. Its path, relative to the login user's home, is derived from its content. */
export interface UploadedFile {
  content: Buffer;
  sha256: string;
  remotePath: string;
}

/** The earliest date that a zip entry can have, in the format's local time. */
const MTIME = new Date(1980, 0, 1);
/** A third of the computing of the usual 6, for files that are 0.3 % larger: each controller packs when it starts. */
const LEVEL = 4;

/**
 * Packs files of `folder` into a Python zip application of the name `name`. The same sources give the same bytes on every machine:
 * entries are sorted and have a fixed date.
 */
export function packArchive(name: string, folder: string, isPacked: (path: string) => boolean): UploadedFile {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isPacked).sort();
  const entries = paths.map((path) => [path, readFileSync(join(folder, path))] as const);
  const content = Buffer.from(zipSync(Object.fromEntries(entries), { level: LEVEL, mtime: MTIME }));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { content, sha256, remotePath: `.joulefleet/${name}-${sha256.slice(0, 16)}.pyz` };
}
