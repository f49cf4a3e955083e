import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Folder of this installation: the nearest parent folder that contains the agent. Works from compiled and source files.
 */
export function packageRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'agent', '__main__.py'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no parent folder of ${from} contains agent/__main__.py`);
  }
}
