import type { ControllerState, HealthView } from '@joulefleet/contracts';
import { problemOf } from '../cli-failure';
import { ControllerClient } from '../client/controller-client';
import { readControllerState } from '../client/locate-controller';
import type { Environment } from '../environment';
import { CONTROLLER_SCRIPT, isProcessOf } from './process-identity';

export interface ControllerLook {
  /** The controller of this home whose process lives. */
  running: ControllerState | null;
  /** What it lacks to be healthy; null when it is. */
  missing: string | null;
}

/** Whether a controller of this home lives, and what is missing until it is healthy. */
export async function lookAtController(environment: Environment): Promise<ControllerLook> {
  const state = readControllerState(environment.home);
  if (!state || !isProcessOf(state.pid, CONTROLLER_SCRIPT)) return { running: null, missing: 'its process' };
  try {
    const health = await new ControllerClient(() => ({ url: state.url, key: null, startCommand: '' })).health();
    return { running: state, missing: health.ok ? null : describeMissing(health) };
  } catch (error) {
    return { running: state, missing: `an answer (${problemOf(error).detail})` };
  }
}

function describeMissing({ postgres, redis, queues }: HealthView): string {
  const parts = Object.entries({ PostgreSQL: postgres, Redis: redis, ...(queues && { queues }) })
    .filter(([, part]) => !part.ok)
    .map(([name, { detail, remedy }]) => [name, detail && `: ${detail}`, remedy && ` (${remedy})`].join(''));
  return parts.join('; ') || 'the controller to be ready';
}
