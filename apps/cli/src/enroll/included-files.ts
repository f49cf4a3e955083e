import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Files that a pattern may lead to, so that no tree of folders is walked without end. */
const MAX_FOUND = 1024;

/**
 * The files that an argument of ssh_config's `Include` stands for, sorted: `~` is the home, a relative one is looked for in
 * ~/.ssh wherever the file lies that names it, and `*`, `?` and `[...]` are wildcards within a name (glob(7)).
 */
export function includedFiles(pattern: string, userHome: string): string[] {
  const absolute = resolve(userHome, '.ssh', pattern.replace(/^~(?=\/|$)/, userHome));
  const found = absolute
    .split('/')
    .slice(1)
    .reduce<string[]>(
      (folders, name) => folders.flatMap((folder) => entriesOf(folder, name)).slice(0, MAX_FOUND),
      ['/'],
    );
  return found.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile()).sort();
}

/** Paths of what matches in a folder. */
function entriesOf(folder: string, name: string): string[] {
  if (!/[*?[]/.test(name)) return [join(folder, name)];
  const steps = stepsOf(name);
  return namesIn(folder)
    .filter((entry) => matches(entry, steps) && (name.startsWith('.') || !entry.startsWith('.')))
    .map((entry) => join(folder, entry));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A test of one character, or `*`: any number of any. */
type Step = '*' | ((char: string) => boolean);

function stepsOf(name: string): Step[] {
  const parts = name.match(/\*|\[[!^]?\]?[^\]]{0,64}\]|[^*]/gsu) ?? [];
  return parts.map((part) => {
    if (part === '*') return '*';
    if (part === '?') return () => true;
    return part.length > 1 ? charactersOf(part) : (char) => char === part;
  });
}

/** `[a-z0]`, or `[!a-z0]` for all others. */
function charactersOf(part: string): (char: string) => boolean {
  const negated = /^\[[!^]/.test(part);
  const ranges = part.slice(negated ? 2 : 1, -1).match(/.-.|./gsu) ?? [];
  return (char) => ranges.some((range) => char >= range[0]! && char <= range.at(-1)!) !== negated;
}

/** Goes back to the last `*` only, so that no pattern is slow. */
function matches(name: string, steps: readonly Step[]): boolean {
  let [at, step, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    const now = steps[step];
    if (now === '*') [star, mark] = [step++, at];
    else if (now?.(name[at]!)) [at, step] = [at + 1, step + 1];
    else if (star >= 0) [step, at] = [star + 1, ++mark];
    else return false;
  }
  return steps.slice(step).every((each) => each === '*');
}
