import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every knob of an operating point below a board's root, by its path: governors, limits, power mode, fan control. */
export type Knobs = ReadonlyMap<string, string>;

const FOLDERS: readonly { folder: string; files: RegExp }[] = [
  { folder: 'sys/devices/system/cpu/cpufreq', files: /^scaling_(governor|min_freq|max_freq)$/ },
  { folder: 'sys/class/devfreq', files: /^(governor|min_freq|max_freq)$/ },
];
const FILES = ['var/lib/nvpmodel/status', 'sys/devices/pwm-fan/temp_control'];

/** Reads the knobs directly, without the agent. */
export function readKnobs(root: string): Knobs {
  const knobs = new Map<string, string>();
  const read = (path: string): unknown => knobs.set(path, readFileSync(join(root, path), 'utf8').trim());
  for (const { folder, files } of FOLDERS) {
    for (const domain of readdirSync(join(root, folder))) {
      for (const file of readdirSync(join(root, folder, domain))) {
        if (files.test(file)) read(join(folder, domain, file));
      }
    }
  }
  for (const file of FILES) if (existsSync(join(root, file))) read(file);
  return knobs;
}

/** "path: was x, is y" of every knob that differs. */
export function compareKnobs(before: Knobs, now: Knobs): string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].flatMap((path) => {
    const [was, is] = [before.get(path) ?? 'missing', now.get(path) ?? 'gone'];
    return was === is ? [] : [`${path}: was ${was}, is ${is}`];
  });
}
