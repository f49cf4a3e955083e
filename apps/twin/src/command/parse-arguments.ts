import { DEVICE_CLASSES, isDeviceClass, type DeviceClass } from '@joulefleet/core';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Arguments {
  kind: 'serve';
  dir: string;
  devices: { name: string; deviceClass: DeviceClass }[];
  timeScale: number;
  seed: number;
  /** Without files and processes: see `LightTwin`. */
  light: boolean;
  /** File of what is different about light ones, read at the start of each shard; null: nothing is. */
  inject: string | null;
}

export type Parsed = Arguments | { kind: 'help' } | { kind: 'wrong'; problem: string };

export const USAGE = `Starts simulated devices: real SSH servers on 127.0.0.1 in front of simulated boards.

  node dist/apps/twin/src/main.js --dir DIR --device CLASS [--device CLASS ...] [--time-scale 60] [--seed 1]

  --dir DIR         keeps everything: keys, homes, device trees; used again at the next start
  --device CLASS    ${DEVICE_CLASSES.join(', ')}; once for each twin
  --time-scale N    a twin's seconds per real second (default 60)
  --seed N          what is random follows from it (default 1)
  --prefix TEXT     what their names begin with (default twin-)
  --light           without files and processes, and as fast as they are asked to be
  --inject FILE     what is different about light ones: factors on durations and on what sensors show, read at the start
                    of each shard (docs/twin.md)

Writes DIR/twins.json and prints it on one line when all can log in; DIR/study.json has the figures of the study that
their physics gives. Stops on SIGTERM.

Example:
  node dist/apps/twin/src/main.js --dir /tmp/twins --device jetson-nano --device jetson-orin-nx
`;

/** Reads the command line; what is wrong with it is an answer, not an exception. */
export function parseArguments(argv: readonly string[]): Parsed {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: OPTIONS }));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  if (values.help === true) return { kind: 'help' };
  const timeScale = Number(values['time-scale']);
  const seed = Number(values.seed);
  const unknown = values.device.filter((device) => !isDeviceClass(device));
  if (values.dir === undefined) return wrong('--dir is missing');
  if (values.device.length === 0) return wrong('--device is missing');
  if (unknown.length > 0) return wrong(`--device ${unknown[0]}: expected one of ${DEVICE_CLASSES.join(', ')}`);
  if (values.inject !== undefined && !values.light) return wrong('--inject is for light twins: add --light');
  if (!(timeScale > 0)) return wrong(`--time-scale ${values['time-scale']}: expected a number above 0`);
  if (!Number.isInteger(seed)) return wrong(`--seed ${values.seed}: expected a whole number`);
  return {
    kind: 'serve',
    dir: resolve(values.dir),
    devices: nameDevices(values.device.filter(isDeviceClass), values.prefix),
    timeScale,
    seed,
    light: values.light,
    inject: values.inject === undefined ? null : resolve(values.inject),
  };
}

const OPTIONS = {
  dir: { type: 'string' },
  device: { type: 'string', multiple: true, default: [] as string[] },
  'time-scale': { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  prefix: { type: 'string', default: 'twin-' },
  light: { type: 'boolean', default: false },
  inject: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `twin-nano`, or `twin-nano-1`, `twin-nano-2` when there are several of a class; `twin-` is the prefix. */
export function nameDevices(classes: readonly DeviceClass[], prefix: string): Arguments['devices'] {
  const seen = new Map<DeviceClass, number>();
  return classes.map((deviceClass) => {
    const number = (seen.get(deviceClass) ?? 0) + 1;
    seen.set(deviceClass, number);
    const name = deviceClass.replace('jetson-', prefix);
    const several = classes.filter((other) => other === deviceClass).length > 1;
    return { name: several ? `${name}-${number}` : name, deviceClass };
  });
}

function wrong(problem: string): Parsed {
  return { kind: 'wrong', problem };
}
