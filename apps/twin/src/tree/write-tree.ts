import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TreeEntry } from './tree-entry';

/** Writes a tree afresh below `root`; what was there is removed, but for the folders that are `kept`. */
export function writeTree(root: string, entries: readonly TreeEntry[], kept: readonly string[]): void {
  const former = `${root}.former`;
  rmSync(former, { recursive: true, force: true });
  if (existsSync(root)) renameSync(root, former);
  const made = new Set<string>();
  for (const entry of entries) writeEntry(root, entry, made);
  for (const folder of kept.filter((each) => existsSync(join(former, each)))) {
    mkdirSync(dirname(join(root, folder)), { recursive: true });
    renameSync(join(former, folder), join(root, folder));
  }
  rmSync(former, { recursive: true, force: true });
}

/** `made`: folders that are known to be there. */
function writeEntry(root: string, entry: TreeEntry, made: Set<string>): void {
  const path = join(root, entry.path);
  const folder = dirname(path);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  if ('link' in entry) symlinkSync(entry.link, path);
  else writeFileSync(path, entry.text, { mode: entry.executable === true ? 0o755 : 0o644 });
}
