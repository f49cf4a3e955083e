import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Round } from '../figures/figure';

/** What the page loads before any lazy part, in kB: itself, and the scripts and styles that it names; compressed, and as it is. */
export function measureFirstLoad(folder: string): Round {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path!);
  const files = ['index.html', ...named].map((path) => join(folder, path));
  const sum = (ending: string): number =>
    files.reduce((bytes, file) => bytes + statSync(`${file}${ending}`).size, 0) / 1000;
  return { value: sum('.gz'), baseline: sum('') };
}
