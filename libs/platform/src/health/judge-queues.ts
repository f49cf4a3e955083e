import type { HealthPart, QueueView } from '@joulefleet/contracts';

/** A job that nobody takes for this long waits in vain. */
export const STALLED_AFTER_S = 60;

/**
 * Whether the queues move: not when a job has waited for `stalledAfterS` while none is worked on, or while no worker is there
 * (jobs of a worker that died count as active until another one finds them).
 * @param watchedS how long this process has been there: before it, nobody may have been meant to work.
 */
export function judgeQueues(
  queues: Readonly<Record<string, QueueView>>,
  watchedS: number,
  stalledAfterS: number = STALLED_AFTER_S,
): HealthPart {
  const stalled = Object.entries(queues).filter(([, queue]) => isStalled(queue, watchedS, stalledAfterS));
  if (stalled.length === 0) return { ok: true, detail: null, remedy: null };
  const detail = stalled.map(([name, queue]) => describe(name, queue)).join('; ');
  const remedy = stalled.some(([, { workers }]) => workers === 0)
    ? 'Start a worker, or the controller with --all.'
    : 'Look into the log of the workers, and start them again.';
  return { ok: false, detail, remedy };
}

function isStalled({ active, workers, oldestWaitingS }: QueueView, watchedS: number, stalledAfterS: number): boolean {
  if (oldestWaitingS === null || Math.min(oldestWaitingS, watchedS) < stalledAfterS) return false;
  return active === 0 || workers === 0;
}

function describe(name: string, { waiting, workers, oldestWaitingS }: QueueView): string {
  const jobs = `${waiting} ${waiting === 1 ? 'job waits' : 'jobs wait'} in ${name}`;
  const since = `the oldest for ${Math.round(oldestWaitingS ?? 0)} s`;
  return `${jobs}, ${since}, and ${workers === 0 ? 'there is no worker' : `none of ${workers} workers takes it`}`;
}
