import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressView } from '@joulefleet/contracts';
import { CliFailure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';
import { EXIT } from '../exit-codes';

/** Where a campaign's progress is shown. */
export interface ProgressSink {
  /** How often progress is polled for the sink. */
  readonly periodMs: number;
  show(progress: ProgressView): void;
  /** The controller does not answer at the moment. */
  showOutage(reason: string): void;
  end(): void;
}

const MAX_OUTAGE_MS = 120_000;

/**
 * Follows a campaign until it is over or stuck (its last progress) or `interrupted` fires (null); the campaign continues either
 * way. An unreachable controller is waited for, up to two minutes.
 * @throws CliFailure of any other kind, and that of a longer outage.
 */
export async function watchCampaign(
  client: Pick<ControllerClient, 'progress'>,
  id: string,
  sink: ProgressSink,
  interrupted: AbortSignal,
): Promise<ProgressView | null> {
  let answeredMs = performance.now();
  try {
    while (!interrupted.aborted) {
      try {
        const progress = await client.progress(id);
        answeredMs = performance.now();
        sink.show(progress);
        if (progress.over || isStuck(progress)) return progress;
      } catch (error) {
        if (!isOutage(error) || performance.now() - answeredMs > MAX_OUTAGE_MS) throw error;
        sink.showOutage(error.problem.detail);
      }
      await sleep(sink.periodMs, undefined, { signal: interrupted }).catch(() => undefined);
    }
    return null;
  } finally {
    sink.end();
  }
}

/** Whether the campaign has trials only for devices that must be brought back first. */
function isStuck({ blockedBy }: ProgressView): boolean {
  return blockedBy.length > 0;
}

function isOutage(error: unknown): error is CliFailure {
  if (!(error instanceof CliFailure)) return false;
  return error.problem.origin !== 'operator' && error.problem.transient;
}

/** Exit code of a campaign that was watched to its end, or until it was stuck. */
export function exitCodeOfCampaign(progress: ProgressView): number {
  if (isStuck(progress)) return EXIT.device;
  const { state, trials } = progress.campaign;
  const flawless = state === 'completed' && trials.failed === 0 && trials.skipped === 0;
  return flawless ? EXIT.ok : EXIT.campaignFailures;
}
