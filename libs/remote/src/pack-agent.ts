import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/**
 * The agent as one file, a Python zip application. Its path, relative to the login user's home, is derived from its
 * content.
 */
export interface AgentFile {
  content: Buffer;
  sha256: string;
  remotePath: string;
  /** How long its sessions wait for an answer that needs no work; 30 s when left out. */
  requestTimeoutMs?: number;
}

const NOT_UPLOADED = ['tests/'];
/** The earliest date that a zip entry can have, in the format's local time. */
const MTIME = new Date(1980, 0, 1);

/**
 * Packs `__main__.py` and the modules in `folder` into an archive for `python3 FILE serve`. The same sources give the
 * same bytes on every machine: entries are sorted, have a fixed date and are stored uncompressed, which also saves the
 * device work.
 */
export function packAgent(folder: string): AgentFile {
  const entries = moduleNames(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
  const content = Buffer.from(zipSync(Object.fromEntries(entries), { level: 0, mtime: MTIME }));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { content, sha256, remotePath: `.joulefleet/agent-${sha256.slice(0, 16)}.pyz` };
}

/** Paths of the Python files below `folder`, sorted by code unit. */
function moduleNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py') && !NOT_UPLOADED.some((start) => name.startsWith(start)))
    .sort();
}
