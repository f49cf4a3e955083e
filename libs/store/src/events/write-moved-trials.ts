import type { EventBodies } from '@joulefleet/contracts';
import type { Queryable } from '../database';
import { writeEvents, type EventToWrite } from './write-events';

/** A trial that was moved with others. */
export interface MovedTrial {
  campaignId: string;
  deviceId: string;
  reason: string | null;
}

/** Notes trials that one statement moved: one event for those of the same campaign, device and reason. */
export async function writeMovedTrials(
  db: Queryable,
  outcome: EventBodies['trials']['outcome'],
  moved: readonly MovedTrial[],
): Promise<void> {
  const groups = new Map<string, Extract<EventToWrite, { kind: 'trials' }>>();
  for (const { campaignId, deviceId, reason } of moved) {
    const key = JSON.stringify([campaignId, deviceId, reason]);
    const group = groups.get(key);
    if (group) group.body.trials += 1;
    else groups.set(key, { kind: 'trials', campaignId, deviceId, body: { outcome, trials: 1, reason } });
  }
  await writeEvents(db, [...groups.values()]);
}
