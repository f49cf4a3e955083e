import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressView } from '@joulefleet/contracts';
import { CliFailure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';
import { EXIT } from '../exit-codes';

/** Where a campaign's progress is shown. */
export interface ProgressSink {
  /** How often the sink wants news. */
  readonly periodMs: number;
  show(progress: ProgressView): void;
  /** The controller does not answer for the moment. */
  showOutage(reason: string): void;
  end(): void;
}

const LONGEST_OUTAGE_MS = 120_000;
/** Only a person brings a device back from these. */
const NEEDS_A_PERSON = ['quarantined', 'maintenance', 'retired'];
/** Nobody knows how long these are. */
const AWAY = ['offline', ...NEEDS_A_PERSON];
const ENDED: readonly ProgressView['campaign']['state'][] = ['completed', 'cancelled', 'failed'];

/**
 * Follows a campaign until it is over or is stuck (its last progress) or `interrupted` fires (null); the campaign goes on either
 * way. A cancelled one is over when its devices are restored, but for those that are away. A controller that is away is waited
 * for, up to two minutes.
 * @throws CliFailure of any other kind, and that of an outage that lasts longer.
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
        if (isOver(progress) || isStuck(progress)) return progress;
      } catch (error) {
        if (!isOutage(error) || performance.now() - answeredMs > LONGEST_OUTAGE_MS) throw error;
        sink.showOutage(error.problem.detail);
      }
      await sleep(sink.periodMs, undefined, { signal: interrupted }).catch(() => undefined);
    }
    return null;
  } finally {
    sink.end();
  }
}

/** Whether nothing is to come, other than from devices that are away. */
export function isOver({ campaign, devices }: Pick<ProgressView, 'campaign' | 'devices'>): boolean {
  const ending = devices.filter((device) => device.ending);
  const waiting = ending.length > 0 && ending.every(({ availability }) => AWAY.includes(availability));
  const restored = campaign.state !== 'cancelled' || campaign.finishedAt !== null;
  return ENDED.includes(campaign.state) && (restored || waiting);
}

/** Whether a running campaign has trials only for devices that a person must look at first. */
export function isStuck({ campaign, devices }: Pick<ProgressView, 'campaign' | 'devices'>): boolean {
  const unfinished = devices.filter((device) => device.done < device.total);
  const waiting = unfinished.every((device) => NEEDS_A_PERSON.includes(device.availability));
  return campaign.state === 'running' && unfinished.length > 0 && waiting;
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
