import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the compiled sources, with the hash of each: `scripts/setup/compile-sources.mjs` writes it. */
const MANIFEST = join(__dirname, '../../../../.manifest.json');

/** Another one for every change of the program; null: it runs from its sources, or was compiled in another way. */
export function buildId(manifest = MANIFEST): string | null {
  try {
    return createHash('sha256').update(readFileSync(manifest)).digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
