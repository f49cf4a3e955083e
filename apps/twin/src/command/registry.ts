import type { DeviceClass } from '@joulefleet/core';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What DIR/twins.json says: enough to reach the twins, and to start them again. `pid` is absent when none is running. */
export interface Registry {
  pid?: number;
  timeScale: number;
  seed: number;
  twins: {
    name: string;
    deviceClass: DeviceClass;
    host: string;
    port: number;
    user: string;
    fingerprint: string;
    identityFile: string;
    simulated: true;
  }[];
}

/** Replaces the file at once: a reader finds the old or the new one, never half. */
export function writeRegistry(dir: string, registry: Registry): void {
  const path = join(dir, 'twins.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(registry, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Says that the twins are no longer running. */
export function removeRegistryPid(dir: string): void {
  const { pid: _ended, ...rest } = JSON.parse(readFileSync(join(dir, 'twins.json'), 'utf8')) as Registry;
  writeRegistry(dir, rest);
}
