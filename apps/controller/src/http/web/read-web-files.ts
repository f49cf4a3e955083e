import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of the web interface, with its compressed forms as the set-up made them. */
export interface WebFile {
  type: string;
  etag: string;
  plain: Buffer;
  br: Buffer | null;
  gzip: Buffer | null;
}

/** The files of the built web interface by path (`/assets/main-x.js`); none where it was not built. */
export function readWebFiles(folder: string): ReadonlyMap<string, WebFile> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => extname(path) in TYPES);
  return new Map(paths.map((path) => [`/${path.split(sep).join('/')}`, readWebFile(join(folder, path))]));
}

function readWebFile(path: string): WebFile {
  const plain = readFileSync(path);
  const etag = `"${createHash('sha256').update(plain).digest('base64url')}"`;
  return { type: TYPES[extname(path)]!, etag, plain, br: readIfThere(`${path}.br`), gzip: readIfThere(`${path}.gz`) };
}

function readIfThere(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}
