import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '@joulefleet/platform';

/** Version of this installation, from its package.json. */
export function programVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
