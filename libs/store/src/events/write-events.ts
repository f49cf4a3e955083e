import type { EventBodies } from '@joulefleet/contracts';
import type { Queryable } from '../database';

/** An event to be appended to the log; one without a campaign concerns the fleet. */
export type EventToWrite = {
  [Kind in keyof EventBodies]: {
    kind: Kind;
    campaignId?: string;
    deviceId?: string;
    trialId?: string;
    body: EventBodies[Kind];
  };
}[keyof EventBodies];

/** Longer texts are cut: whoever follows along gets every event, and the whole text is where it belongs. */
const MAX_REASON_CHARACTERS = 500;

/**
 * Appends to the event log, in this order. To be called in the transaction of what the events report, as late as possible: no
 * later event is shown to anyone before that transaction has ended.
 */
export async function writeEvents(db: Queryable, events: readonly EventToWrite[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `INSERT INTO event (kind, campaign_id, device_id, trial_id, body)
     SELECT kind, "campaignId", "deviceId", "trialId", body FROM jsonb_to_recordset($1)
       AS e(kind text, "campaignId" uuid, "deviceId" uuid, "trialId" uuid, body jsonb)`,
    [JSON.stringify(events, cutReasons)],
  );
}

function cutReasons(key: string, value: unknown): unknown {
  return key === 'reason' && typeof value === 'string' ? value.slice(0, MAX_REASON_CHARACTERS) : value;
}

/** Notes what somebody did to a campaign. */
export async function writeCampaignEvent(
  db: Queryable,
  campaignId: string,
  change: EventBodies['campaign']['change'],
  by: string,
): Promise<void> {
  await writeEvents(db, [{ kind: 'campaign', campaignId, body: { change, by } }]);
}
