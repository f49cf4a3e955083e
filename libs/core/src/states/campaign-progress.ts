import { endsEarly, hasEnded, type CampaignState } from './campaign-states';
import type { Availability } from '../condition/device-states';

/** A campaign's state, and whether its devices have followed: `pausing`, `stopping` and `cancelling` end when none works for it any more. */
export const CAMPAIGN_PHASES = [
  'draft',
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
] as const;
export type CampaignPhase = (typeof CAMPAIGN_PHASES)[number];

/** What a device does for a campaign at the moment. */
export const DEVICE_ACTIVITIES = ['measuring', 'restoring', 'restore_pending', 'waiting', 'done'] as const;
export type DeviceActivity = (typeof DEVICE_ACTIVITIES)[number];

interface CampaignStatus {
  state: CampaignState;
  /** Of a cancelled or stopped campaign: whether its last device was restored. */
  finished: boolean;
}

/** A device of a campaign: its trials that are done, and whether it is to leave the campaign before all are. */
interface DeviceStatus {
  availability: Availability;
  done: number;
  total: number;
  /** The campaign is paused, stopped or cancelled, and its shard on this device is not over yet. */
  ending: boolean;
}

/** Only a person ends these, or sets when they end. */
const NEEDS_PERSON: ReadonlySet<Availability> = new Set(['quarantined', 'maintenance', 'retired']);
/** What such a device was last known to do, it no longer does. */
const UNREACHED: ReadonlySet<Availability> = new Set(['offline', 'quarantined']);

/** `assigned`: trials that devices have in hand. */
export function campaignPhase({ state, finished }: CampaignStatus, { assigned }: { assigned: number }): CampaignPhase {
  if (state === 'cancelled') return finished ? 'cancelled' : 'cancelling';
  if (state === 'stopped') return finished ? 'stopped' : 'stopping';
  return state === 'paused' && assigned > 0 ? 'pausing' : state;
}

/**
 * Whether nothing more is to come; a completed campaign is over although it can be extended. A cancelled or stopped campaign is over when its devices are restored, except for those of which
 * nobody knows when they come back.
 */
export function isCampaignOver({ state, finished }: CampaignStatus, devices: readonly DeviceStatus[]): boolean {
  if (!hasEnded(state)) return false;
  if (!endsEarly(state) || finished) return true;
  const ending = devices.filter((device) => device.ending);
  return (
    ending.length > 0 && ending.every(({ availability }) => availability === 'offline' || needsPerson(availability))
  );
}

/** Devices that a running campaign waits for when all that it has left waits for a person; empty: it is not stuck. */
export function devicesThatBlock<D extends DeviceStatus>({ state }: CampaignStatus, devices: readonly D[]): D[] {
  const unfinished = devices.filter(({ done, total }) => done < total);
  const isStuck = state === 'running' && unfinished.every(({ availability }) => needsPerson(availability));
  return isStuck ? unfinished : [];
}

/** `reported`: the device's shard has said what it executes. */
export function deviceActivity({ availability, done, total, ending }: DeviceStatus, reported: boolean): DeviceActivity {
  const reached = !UNREACHED.has(availability);
  if (reported && reached) return 'measuring';
  if (ending) return reached ? 'restoring' : 'restore_pending';
  return done >= total ? 'done' : 'waiting';
}

function needsPerson(availability: Availability): boolean {
  return NEEDS_PERSON.has(availability);
}
