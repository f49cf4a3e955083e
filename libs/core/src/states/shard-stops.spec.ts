import type { CampaignState } from './campaign-states';
import { NO_STOP_DUE, planStop, stopReason, type StopReason, type StopStep } from './shard-stops';

const LIMITS = { pauseMs: 1000, cancelMs: 100 };

it.each<[CampaignState, boolean, StopReason | null]>([
  ['running', false, null],
  ['running', true, 'quarantine_requested'],
  ['paused', true, 'campaign_paused'],
  ['stopped', false, 'campaign_stopped'],
  ['cancelled', true, 'campaign_cancelled'],
  ['completed', false, null],
  ['failed', false, null],
])('a shard of a %s campaign (quarantine requested: %s) ends because of %s', (campaign, requested, reason) => {
  expect(stopReason(campaign, requested)).toBe(reason);
});

it.each<[string, (StopReason | null)[], number[], StopStep[]]>([
  ['nothing', [null, null], [0, 9999], ['none', 'none']],
  [
    'a pause that the agent ignores',
    ['campaign_paused', 'campaign_paused', 'campaign_paused', 'campaign_paused', 'campaign_paused'],
    [0, 999, 1000, 1099, 1100],
    ['pause', 'pause', 'cancel', 'cancel', 'give_up'],
  ],
  ['a cancel', ['campaign_cancelled', 'campaign_cancelled'], [50, 150], ['cancel', 'give_up']],
  ['a cancel after a pause', ['quarantine_requested', 'campaign_cancelled'], [0, 10], ['pause', 'cancel']],
  ['a pause that is taken back', ['campaign_paused', null], [0, 500], ['pause', 'pause']],
])('plans for %s', (_case, reasons, times, steps) => {
  let due = NO_STOP_DUE;
  const planned = reasons.map((reason, i) => {
    const { step, due: next } = planStop(reason, due, times[i]!, LIMITS);
    due = next;
    return step;
  });
  expect(planned).toEqual(steps);
});
