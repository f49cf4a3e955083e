import { CAMPAIGN_TRANSITIONS, hasEnded, type CampaignState } from './campaign-states';
import { canMove } from './transitions';

/** What a person may ask of a campaign that was launched. */
export type CampaignAction = 'pause' | 'resume' | 'stop' | 'cancel';

const LEADS_TO = { pause: 'paused', resume: 'running', stop: 'stopped', cancel: 'cancelled' } as const;
type Target = (typeof LEADS_TO)[CampaignAction];

export type ActionDecision =
  | { kind: 'move'; to: Target }
  /** It is as asked for already: nothing changes, and nobody need hear of an error. */
  | { kind: 'nothing' }
  /** It is over, in another way than asked for. */
  | { kind: 'ended' };

/** What an action does to a campaign in a state. Asking twice is asking once. */
export function decideAction(state: CampaignState, action: CampaignAction): ActionDecision {
  const to = LEADS_TO[action];
  if (state === to) return { kind: 'nothing' };
  // What has ended goes on when it is extended or filled, not when it is resumed.
  const ended = hasEnded(state) || !canMove(CAMPAIGN_TRANSITIONS, state, to);
  return ended ? { kind: 'ended' } : { kind: 'move', to };
}

/** Whether a campaign can be given more trials, or its skipped ones again: one that was cancelled is over for good. */
export function canGoOn(state: CampaignState): boolean {
  return state === 'paused' || state === 'running' || canMove(CAMPAIGN_TRANSITIONS, state, 'running');
}
