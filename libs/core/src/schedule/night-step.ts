import type { CampaignState } from '../states/campaign-states';
import { hasEnded } from '../states/campaign-states';
import type { NightEnd } from './decide-night';

/** Why a night is over. */
export const NIGHT_ENDS = [
  'completed',
  'window_over',
  'budget_spent',
  'ended_by_user',
  'unsatisfiable',
  'resolver_failed',
  'launch_failed',
] as const;
export type NightEndReason = (typeof NIGHT_ENDS)[number];

/** A campaign of a night. */
export interface NightCampaign {
  id: string;
  state: CampaignState;
  /** None of its shards is left: its devices are restored. */
  finished: boolean;
}

/** A night that was started and is not over, as it stands. */
export interface OpenNight {
  /** What is under test is known, or nothing has to be resolved. */
  resolved: boolean;
  /** The campaign that the night before left incomplete and that measured the same thing; null: there is none. */
  incomplete: string | null;
  /** The campaign of the night before that this one began with. */
  continued: NightCampaign | null;
  /** The campaign that this night launched. */
  launched: NightCampaign | null;
  /** It was looked for what is to be measured again, or nothing can be. */
  checked: boolean;
  /** The campaign that measures again what looked suspicious. */
  again: NightCampaign | null;
  /** Its campaign was asked to stop for this reason. */
  stoppedFor: NightEnd | null;
}

/** What is to be done next for a night. */
export type NightStep =
  | { kind: 'resolve' }
  | { kind: 'continue'; campaignId: string }
  | { kind: 'launch' }
  /** Judge the night, and have measured again what looks suspicious. */
  | { kind: 'check' }
  /** Look whether what is measured again is decided, and stop its campaign then, or at once where `stop` is true. */
  | { kind: 'look'; campaignId: string; stop: boolean }
  | { kind: 'stop'; campaignId: string; reason: NightEnd }
  | { kind: 'wait' }
  | { kind: 'end'; reason: NightEndReason };

/**
 * The next step of a night: what is under test is resolved, what the night before left incomplete is measured, the schedule's
 * own campaign is launched, and the one that runs is stopped when the night is to end.
 *
 * @param due why the night is to end by now (`decideNight`); null: it goes on.
 */
export function nextNightStep(night: OpenNight, due: NightEnd | null): NightStep {
  const current = night.launched ?? night.continued;
  if (current && !current.finished) return runningStep(current, night.stoppedFor, due);
  if (night.launched) return afterwards(night, night.stoppedFor ?? endOf(night.launched), due);
  const end = night.stoppedFor ?? due;
  if (end) return { kind: 'end', reason: end };
  if (!night.resolved) return { kind: 'resolve' };
  if (!night.continued && night.incomplete !== null) return { kind: 'continue', campaignId: night.incomplete };
  return { kind: 'launch' };
}

/** All was measured: what looks suspicious is measured again, as long as the night may go on. */
function afterwards({ checked, again }: OpenNight, reason: NightEndReason, due: NightEnd | null): NightStep {
  if (again && !again.finished) {
    return hasEnded(again.state) ? { kind: 'wait' } : { kind: 'look', campaignId: again.id, stop: due !== null };
  }
  return reason === 'completed' && !checked && due === null ? { kind: 'check' } : { kind: 'end', reason };
}

function runningStep({ id, state }: NightCampaign, stoppedFor: NightEnd | null, due: NightEnd | null): NightStep {
  const reason = stoppedFor ?? due;
  return reason && !hasEnded(state) ? { kind: 'stop', campaignId: id, reason } : { kind: 'wait' };
}

function endOf({ state }: NightCampaign): NightEndReason {
  if (state === 'failed') return 'unsatisfiable';
  return state === 'completed' ? 'completed' : 'ended_by_user';
}
