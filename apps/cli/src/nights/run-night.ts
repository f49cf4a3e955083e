import { setTimeout as sleep } from 'node:timers/promises';
import { scheduleRoutes, type NightView } from '@joulefleet/contracts';
import { failure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';

export const SCHEDULE = 'nightly';
const POLL_MS = 150;

/**
 * Starts a night of the schedule and waits for its end, or until it is interrupted (null).
 * @throws CliFailure `night_incomplete` (controller) where not all was measured.
 */
export async function runNight(client: ControllerClient, interrupted: AbortSignal): Promise<NightView | null> {
  const params = { name: SCHEDULE };
  await client.call(scheduleRoutes.triggerSchedule, { params });
  for (;;) {
    if (interrupted.aborted) return null;
    const { nights } = await client.call(scheduleRoutes.listNights, { params, query: { limit: 1 } });
    const [night] = nights;
    if (night && night.outcome === 'complete') return night;
    if (night && night.outcome !== 'running') throw incomplete(night);
    await sleep(POLL_MS);
  }
}

function incomplete({ outcome, endReason, detail, trials }: NightView): Error {
  const counted = trials ? `${trials.accepted} of ${trials.total} trials accepted` : 'nothing was launched';
  return failure({
    code: 'night_incomplete',
    title: `A night of the demo is ${outcome}`,
    detail: [endReason, detail, counted].filter(Boolean).join('; '),
    origin: 'controller',
    transient: true,
    remedy: 'Run it again; on a machine that is busy with other work it may take too long.',
  });
}
