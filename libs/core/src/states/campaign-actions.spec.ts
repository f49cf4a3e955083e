import { decideAction, type CampaignAction } from './campaign-actions';
import type { CampaignState } from './campaign-states';

const NOTHING = { kind: 'nothing' };
const ENDED = { kind: 'ended' };
const move = (to: CampaignState) => ({ kind: 'move', to });

it.each<[CampaignState, CampaignAction, object]>([
  ['running', 'pause', move('paused')],
  ['running', 'resume', NOTHING],
  ['running', 'cancel', move('cancelled')],
  ['paused', 'pause', NOTHING],
  ['paused', 'resume', move('running')],
  ['paused', 'cancel', move('cancelled')],
  ['running', 'stop', move('stopped')],
  ['paused', 'stop', move('stopped')],
  ['stopped', 'stop', NOTHING],
  ['stopped', 'pause', ENDED],
  ['stopped', 'resume', ENDED],
  ['stopped', 'cancel', ENDED],
  ['cancelled', 'stop', ENDED],
  ['completed', 'stop', ENDED],
  ['failed', 'stop', ENDED],
  ['cancelled', 'pause', ENDED],
  ['cancelled', 'resume', ENDED],
  ['cancelled', 'cancel', NOTHING],
  ['completed', 'pause', ENDED],
  ['completed', 'resume', ENDED],
  ['completed', 'cancel', ENDED],
  ['failed', 'pause', ENDED],
  ['failed', 'resume', ENDED],
  ['failed', 'cancel', ENDED],
])('a %s campaign, asked to %s', (state, action, decision) => {
  expect(decideAction(state, action)).toEqual(decision);
});
