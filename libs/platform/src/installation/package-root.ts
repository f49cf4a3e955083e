import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of this installation: the nearest one above that holds the agent. Compiled and source files both find it. */
export function packageRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'agent', '__main__.py'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no agent/__main__.py in any folder above ${from}`);
  }
}
