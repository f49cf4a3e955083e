import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEVICE_CLASSES } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';

/** A twin as reported by its process. */
export interface TwinLogin {
  name: string;
  host: string;
  port: number;
  user: string;
  fingerprint: string;
  identityFile: string;
}

export interface TwinProcess {
  twins: TwinLogin[];
  stop: () => Promise<void>;
}

/** Starts `count` twins of all classes in turn, in one process; returns when each accepts logins. */
export async function startTwins(dir: string, count: number): Promise<TwinProcess> {
  const devices = Array.from({ length: count }, (_, i) => ['--device', DEVICE_CLASSES[i % DEVICE_CLASSES.length]!]);
  const script = join(packageRoot(), 'dist', 'apps', 'twin', 'src', 'main.js');
  const child = spawn(process.execPath, [script, '--dir', dir, ...devices.flat()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await firstLine(child);
  const { twins } = JSON.parse(line) as { twins: TwinLogin[] };
  return {
    twins,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the twins exited with code ${code}`)));
  });
}
