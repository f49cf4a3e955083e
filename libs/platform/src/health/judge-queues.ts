import type { HealthPart, QueueView } from '@joulefleet/contracts';

/** A queue whose oldest job has waited this long without progress is stalled. */
export const STALLED_AFTER_S = 60;

/**
 * Whether the queues make progress. A queue is stalled when a job has waited for `stalledAfterS` while no job is active
 * or no worker is connected (jobs of a dead worker count as active until another worker recovers them).
 * @param watchedS uptime of this process in seconds: before it started, workers may have been stopped on purpose.
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
    ? 'Start a worker, or start the controller with --all.'
    : 'Check the logs of the workers and restart them.';
  return { ok: false, detail, remedy };
}

function isStalled({ active, workers, oldestWaitingS }: QueueView, watchedS: number, stalledAfterS: number): boolean {
  if (oldestWaitingS === null || Math.min(oldestWaitingS, watchedS) < stalledAfterS) return false;
  return active === 0 || workers === 0;
}

function describe(name: string, { waiting, workers, oldestWaitingS }: QueueView): string {
  const jobs = `${waiting} ${waiting === 1 ? 'job waits' : 'jobs wait'} in ${name}`;
  const since = `the oldest for ${Math.round(oldestWaitingS ?? 0)} s`;
  return `${jobs}, ${since}, and ${workers === 0 ? 'no worker is connected' : `none of ${workers} workers takes it`}`;
}
