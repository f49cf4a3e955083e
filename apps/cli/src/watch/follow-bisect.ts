import { setTimeout as sleep } from 'node:timers/promises';
import { scheduleRoutes, type NightBisect } from '@joulefleet/contracts';
import type { ControllerClient } from '../client/controller-client';
import { watchCampaign, type ProgressSink } from './watch-campaign';

const POLL_MS = 500;

export interface FollowOptions {
  interrupted: AbortSignal;
  /** Where the progress of a round is shown. */
  sinkOf: () => ProgressSink;
  tell: (text: string) => void;
}

/** Follows the newest bisection of a change to its end, or until it is interrupted: its last state; null: there is none. */
export async function followBisect(
  client: ControllerClient,
  params: { name: string; id: string },
  { interrupted, sinkOf, tell }: FollowOptions,
): Promise<NightBisect | null> {
  let watched: string | null = null;
  for (;;) {
    const [bisect] = (await client.call(scheduleRoutes.listNightBisects, { params })).bisects;
    if (bisect?.state !== 'running' || interrupted.aborted) return bisect ?? null;
    const { campaign, measuring, rounds } = bisect;
    if (campaign !== null && campaign !== watched) {
      watched = campaign;
      tell(`round ${rounds.length + 1}: ${measuring.join(', ')}`);
      await watchCampaign(client, campaign, sinkOf(), { interrupted });
    } else await sleep(POLL_MS, undefined, { signal: interrupted }).catch(() => undefined);
  }
}
