import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { isBundledOnly } from './bundle-command-line.mjs';

/** Compiles what changed since the last time with SWC, copies changed assets, deletes outputs whose source is gone. */
export async function compileSources(root, sources, say) {
  const out = join(root, 'dist');
  const manifestPath = join(out, '.manifest.json');
  const tools = toolsHash(root);
  const before = readManifest(manifestPath, tools);
  const now = Object.fromEntries(Object.entries(sources).filter(([path]) => !isBundledOnly(path)));
  const changed = Object.keys(now).filter((path) => before[path] !== now[path]);
  const gone = Object.keys(before).filter((path) => !(path in now));
  if (changed.length === 0 && gone.length === 0) return;
  say(`compiling ${changed.length} changed of ${Object.keys(now).length} files`);
  for (const path of gone) removeOutput(out, path);
  // Forget first: an interrupted compilation must be done again.
  writeManifest(manifestPath, tools, Object.fromEntries(Object.entries(before).filter(([p, s]) => now[p] === s)));
  await compileAll(root, out, changed);
  writeManifest(manifestPath, tools, now);
}

function toolsHash(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, '.swcrc')));
  hash.update(readFileSync(join(root, 'node_modules', '@swc', 'core', 'package.json')));
  return hash.digest('hex');
}

function readManifest(path, tools) {
  if (!existsSync(path)) return {};
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  return manifest.tools === tools ? manifest.files : {};
}

function writeManifest(path, tools, files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ tools, files }));
}

async function compileAll(root, out, paths) {
  const scripts = paths.filter((path) => extname(path) === '.ts');
  for (const path of paths) if (extname(path) !== '.ts') copyAsset(root, out, path);
  if (scripts.length === 0) return;
  const { transformFile } = await import('@swc/core');
  await Promise.all(scripts.map((path) => compileOne(transformFile, root, out, path)));
}

async function compileOne(transformFile, root, out, path) {
  const target = outputOf(out, path);
  const options = { configFile: join(root, '.swcrc'), swcrc: false, cwd: root, outputPath: target };
  const { code, map } = await transformFile(join(root, path), { ...options, sourceMaps: true });
  mkdirSync(dirname(target), { recursive: true });
  const mapName = `${target.slice(target.lastIndexOf('/') + 1)}.map`;
  writeFileSync(`${target}.map`, map);
  writeFileSync(target, `${code}\n//# sourceMappingURL=${mapName}\n`);
}

function copyAsset(root, out, path) {
  const target = join(out, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, path), target);
}

function outputOf(out, path) {
  return join(out, path.replace(/\.ts$/, '.js'));
}

function removeOutput(out, path) {
  const target = outputOf(out, path);
  rmSync(target, { force: true });
  rmSync(`${target}.map`, { force: true });
}
