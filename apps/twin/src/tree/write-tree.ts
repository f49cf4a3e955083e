import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TreeEntry } from './tree-entry';

/** Writes a tree afresh below `root`; what was there is removed. */
export function writeTree(root: string, entries: readonly TreeEntry[]): void {
  rmSync(root, { recursive: true, force: true });
  const made = new Set<string>();
  for (const entry of entries) {
    const path = join(root, entry.path);
    const folder = dirname(path);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    if ('link' in entry) symlinkSync(entry.link, path);
    else writeFileSync(path, entry.text, { mode: entry.executable === true ? 0o755 : 0o644 });
  }
}
