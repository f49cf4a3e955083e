import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controllerState } from '@joulefleet/contracts';
import type { ControllerState } from '@joulefleet/contracts';
import { failure, usageFailure } from '../cli-failure';
import type { Environment } from '../environment';
import { readCredentials } from './credentials';

/** Where the controller is and what opens it. */
export interface ControllerAddress {
  url: string;
  /** API key; null: none is known. */
  key: string | null;
  /** The command that starts a controller, for the remedy when nobody answers. */
  startCommand: string;
}

/** What a controller of this home has written about itself; null without one, or when it cannot be understood. */
export function readControllerState(home: string): ControllerState | null {
  try {
    return controllerState.parse(JSON.parse(readFileSync(join(home, 'controller.json'), 'utf8')));
  } catch {
    return null;
  }
}

/**
 * JOULEFLEET_URL, or else the controller that one has logged in to, or else that of this home.
 * @throws CliFailure `controller_unreachable` (network) when no controller has left its address.
 */
export function locateController(environment: Environment, startCommand: string): ControllerAddress {
  const { home } = environment;
  const url = environment.url ?? readCredentials(home).remote?.url ?? readControllerState(home)?.url;
  if (url === undefined) throw nowhere(home, startCommand);
  return controllerAt(url, environment, startCommand);
}

/** Where it is by now; null while it has no address, as between its end and its next start. */
export function locateAgain(environment: Environment, startCommand: string): ControllerAddress | null {
  try {
    return locateController(environment, startCommand);
  } catch {
    return null;
  }
}

/** A key that is kept goes to the controller that it is for and to no other; JOULEFLEET_API_KEY goes to any. */
export function controllerAt(url: string, { home, apiKey }: Environment, startCommand: string): ControllerAddress {
  const { key, remote } = readCredentials(home);
  const own = isOwnController(home, url) ? key : undefined;
  const mine = own ?? (remote && originOf(remote.url) === originOf(url) ? remote.key : null);
  return { url, key: apiKey ?? mine, startCommand };
}

/** Whether the controller that this home runs listens at this address. @throws CliFailure `usage` as `originOf`. */
export function isOwnController(home: string, url: string): boolean {
  const state = readControllerState(home);
  return state !== null && originOf(state.url) === originOf(url);
}

/** @throws CliFailure `usage` when it is no URL of a server. */
export function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return parsed.origin;
  throw usageFailure(`"${url}" is not the address of a controller`, {
    remedy: 'Write it like https://joulefleet.lab:4680.',
  });
}

function nowhere(home: string, startCommand: string): Error {
  return failure({
    code: 'controller_unreachable',
    title: 'No controller is running',
    detail: 'no controller has left its address in controller.json',
    where: join(home, 'controller.json'),
    origin: 'network',
    transient: false,
    remedy:
      `Start one with \`${startCommand}\`, set JOULEFLEET_HOME to the folder of the one that runs, ` +
      'or log in to one elsewhere: `joulefleet login --url URL`.',
  });
}
