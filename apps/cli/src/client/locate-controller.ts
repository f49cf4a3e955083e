import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controllerState } from '@joulefleet/contracts';
import type { ControllerState } from '@joulefleet/contracts';
import { failure } from '../cli-failure';

/** Where the controller is and what opens it. */
export interface ControllerAddress {
  url: string;
  token: string | null;
  /** The command that starts a controller, for the remedy when nobody answers. */
  startCommand: string;
}

/** What a controller of this home has written about itself; null without one, or when it cannot be understood. */
export function readControllerState(home: string): ControllerState | null {
  const text = readIfThere(join(home, 'controller.json'));
  if (text === null) return null;
  try {
    return controllerState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** @throws CliFailure `controller_unreachable` (network) when no controller has left its address. */
export function locateController(home: string, startCommand: string): ControllerAddress {
  const state = readControllerState(home);
  if (state) return { url: state.url, token: readIfThere(join(home, 'token'))?.trim() || null, startCommand };
  throw failure({
    code: 'controller_unreachable',
    title: 'No controller is running',
    detail: 'no controller has left its address in controller.json',
    where: join(home, 'controller.json'),
    origin: 'network',
    transient: false,
    remedy: `Start one with \`${startCommand}\`, or set JOULEFLEET_HOME to the folder of the one that runs.`,
  });
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
