import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveEvent, ProgressView, StreamedEvent } from '@joulefleet/contracts';
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
  showEvent(event: StreamedEvent): void;
  /** What devices measure now; it is in the progress as well. */
  showLive?(event: LiveEvent): void;
  end(): void;
}

const MAX_OUTAGE_MS = 120_000;
/** The last events of a campaign come this long after its end at the latest. */
const LAST_EVENTS_MS = 1_000;
const LAST_CHANGES: ReadonlySet<string> = new Set(['complete', 'fail', 'finish']);

export interface WatchOptions {
  interrupted: AbortSignal;
  /** Events after this id are shown as well; null: only those from now on. */
  after?: number | null;
}

type Watched = Pick<ControllerClient, 'progress' | 'follow'>;

/**
 * Follows a campaign until it is over or stuck (its last progress) or `interrupted` fires (null); the campaign continues either
 * way. Its events are shown as they come, and before the last progress. An unreachable controller is waited for, up to two
 * minutes; the events of that time come afterwards.
 * @throws CliFailure of any other kind, and that of a longer outage.
 */
export async function watchCampaign(
  client: Watched,
  id: string,
  sink: ProgressSink,
  { interrupted, after = null }: WatchOptions,
): Promise<ProgressView | null> {
  const [ended, atEnd] = [new AbortController(), new AbortController()];
  const onEvent = (event: StreamedEvent): void => {
    sink.showEvent(event);
    if (event.kind === 'campaign' && LAST_CHANGES.has(event.change)) atEnd.abort();
  };
  const signal = AbortSignal.any([interrupted, ended.signal]);
  const following = client.follow(id, { after, onEvent, onLive: (event) => sink.showLive?.(event), signal });
  try {
    const first = await readProgress(client, id, sink, interrupted);
    if (first?.over && after === null) return show(sink, first);
    const last = await pollUntilOver(first, client, id, sink, interrupted);
    if (last?.over) await sleep(LAST_EVENTS_MS, undefined, { signal: atEnd.signal }).catch(() => undefined);
    return last && show(sink, last);
  } finally {
    ended.abort();
    await following;
    sink.end();
  }
}

function show(sink: ProgressSink, progress: ProgressView): ProgressView {
  sink.show(progress);
  return progress;
}

/** Shows progress until one that is the last, which it returns. */
async function pollUntilOver(
  first: ProgressView | null,
  client: Watched,
  id: string,
  sink: ProgressSink,
  interrupted: AbortSignal,
): Promise<ProgressView | null> {
  for (let progress = first; progress; progress = await readProgress(client, id, sink, interrupted)) {
    if (progress.over || isStuck(progress)) return progress;
    sink.show(progress);
    await sleep(sink.periodMs, undefined, { signal: interrupted }).catch(() => undefined);
  }
  return null;
}

/** Asks until the controller answers; null when interrupted. */
async function readProgress(
  client: Watched,
  id: string,
  sink: ProgressSink,
  interrupted: AbortSignal,
): Promise<ProgressView | null> {
  const askedMs = performance.now();
  while (!interrupted.aborted) {
    try {
      return await client.progress(id);
    } catch (error) {
      if (!isOutage(error) || performance.now() - askedMs > MAX_OUTAGE_MS) throw error;
      sink.showOutage(error.problem.detail);
    }
    await sleep(sink.periodMs, undefined, { signal: interrupted }).catch(() => undefined);
  }
  return null;
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
