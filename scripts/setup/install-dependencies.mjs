import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `npm ci` when node_modules is missing or is not what package-lock.json says; otherwise nothing. */
export async function installDependencies(root, say) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lockText).digest('hex');
  const stamp = join(root, 'node_modules', '.joulefleet-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalled(root, lockText)) {
    say('installing dependencies (npm ci)');
    // No install script is needed by anything here, and some would compile native add-ons.
    await runQuietly('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], root);
  }
  writeFileSync(stamp, hash);
}

/** True when every package of the lock file is in node_modules at its version; optional ones may be absent. */
function isInstalled(root, lockText) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(lockText).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    return path in present ? present[path].version === entry.version : isDispensable(entry);
  });
}

function isDispensable(entry) {
  return entry.optional === true || entry.devOptional === true || entry.peer === true;
}

async function runQuietly(command, args, cwd) {
  const { spawnSync } = await import('node:child_process');
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed\n${error?.message ?? `${stdout}${stderr}`.trim()}`);
}
