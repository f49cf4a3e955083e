import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const SOURCE_FOLDERS = ['apps', 'libs', 'bench', 'test/chaos'];
const NOT_OURS = new Set(['node_modules', 'dist', 'fixtures']);
/** apps/web has its own bundler. */
const SKIPPED_FOLDERS = new Set(['apps/web']);
/** Read at run time from beside the compiled code. */
const ASSET_EXTENSIONS = new Set(['.json', '.sql', '.py']);

/** Every file to compile, bundle or copy: its path, and a text that changes with it ("mtime:size"). */
export function listSources(root) {
  return Object.fromEntries(SOURCE_FOLDERS.flatMap((folder) => listFolder(root, folder)));
}

function listFolder(root, folder) {
  const absolute = join(root, folder);
  if (SKIPPED_FOLDERS.has(folder) || !existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : listFolder(root, path);
    if (!isWanted(entry.name)) return [];
    const { mtimeMs, size } = statSync(join(root, path));
    return [[path, `${mtimeMs}:${size}`]];
  });
}

function isWanted(name) {
  if (name.endsWith('.spec.ts') || name.endsWith('.d.ts') || name.startsWith('tsconfig')) return false;
  return extname(name) === '.ts' || ASSET_EXTENSIONS.has(extname(name));
}
