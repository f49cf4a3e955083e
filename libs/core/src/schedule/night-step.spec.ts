import { judgeNight, nextNightStep, type NightCampaign, type NightStep, type OpenNight } from './index';

const fresh: OpenNight = {
  ...{ resolved: true, incomplete: null, continued: null, launched: null, stoppedFor: null },
  ...{ checked: true, again: null },
};
const campaign = (state: NightCampaign['state'], finished = false): NightCampaign => ({ id: 'c', state, finished });
const stop = (reason: 'window_over' | 'budget_spent'): NightStep => ({ kind: 'stop', campaignId: 'c', reason });
const end = (reason: (NightStep & { kind: 'end' })['reason']): NightStep => ({ kind: 'end', reason });

it.each<[string, Partial<OpenNight>, 'window_over' | 'budget_spent' | null, NightStep]>([
  ['asks what is under test first', { resolved: false, incomplete: 'p' }, null, { kind: 'resolve' }],
  ['begins with what is missing', { incomplete: 'p' }, null, { kind: 'continue', campaignId: 'p' }],
  ['launches when nothing is missing', {}, null, { kind: 'launch' }],
  ['waits for what it continued', { continued: campaign('running') }, null, { kind: 'wait' }],
  ['launches after it', { continued: campaign('completed', true) }, null, { kind: 'launch' }],
  ['launches after it was cancelled', { continued: campaign('cancelled', true) }, null, { kind: 'launch' }],
  ['stops what it continued', { continued: campaign('running') }, 'window_over', stop('window_over')],
  [
    'ends after that, and launches nothing',
    { continued: campaign('stopped', true), stoppedFor: 'window_over' },
    null,
    end('window_over'),
  ],
  ['waits for what it launched', { launched: campaign('running') }, null, { kind: 'wait' }],
  ['stops what it launched', { launched: campaign('paused') }, 'budget_spent', stop('budget_spent')],
  ['waits while it stops', { launched: campaign('stopped'), stoppedFor: 'budget_spent' }, null, { kind: 'wait' }],
  [
    'stops again what was resumed by a stop that was lost',
    { launched: campaign('running'), stoppedFor: 'budget_spent' },
    null,
    stop('budget_spent'),
  ],
  ['ends complete', { launched: campaign('completed', true) }, 'window_over', end('completed')],
  ['checks what it measured', { launched: campaign('completed', true), checked: false }, null, { kind: 'check' }],
  [
    'ends unchecked when it is over',
    { launched: campaign('completed', true), checked: false },
    'window_over',
    end('completed'),
  ],
  [
    'does not check what was cancelled',
    { launched: campaign('cancelled', true), checked: false },
    null,
    end('ended_by_user'),
  ],
  [
    'looks at what is measured again',
    { launched: campaign('completed', true), again: campaign('running') },
    null,
    { kind: 'look', campaignId: 'c', stop: false },
  ],
  [
    'stops that when it is over',
    { launched: campaign('completed', true), again: campaign('paused') },
    'budget_spent',
    { kind: 'look', campaignId: 'c', stop: true },
  ],
  [
    'waits while that stops',
    { launched: campaign('completed', true), again: campaign('stopped') },
    null,
    { kind: 'wait' },
  ],
  [
    'ends after that',
    { launched: campaign('completed', true), again: campaign('stopped', true) },
    null,
    end('completed'),
  ],
  ['ends when no device is left', { launched: campaign('failed', true) }, null, end('unsatisfiable')],
  ['ends when a user ended it', { launched: campaign('cancelled', true) }, null, end('ended_by_user')],
  [
    'ends for what it was stopped for',
    { launched: campaign('stopped', true), stoppedFor: 'window_over' },
    'window_over',
    end('window_over'),
  ],
  ['ends before it has begun', { resolved: false }, 'window_over', end('window_over')],
])('a night %s', (_, night, due, step) => {
  expect(nextNightStep({ ...fresh, ...night }, due)).toEqual(step);
});

it.each([
  [{ skipped: 'missed', endReason: null, trials: null }, 'failed'],
  [{ skipped: 'paused', endReason: null, trials: null }, 'skipped'],
  [{ skipped: null, endReason: null, trials: { total: 2, accepted: 2 } }, 'running'],
  [{ skipped: null, endReason: 'completed', trials: { total: 2, accepted: 2 } }, 'complete'],
  [{ skipped: null, endReason: 'completed', trials: { total: 2, accepted: 1 } }, 'incomplete'],
  [{ skipped: null, endReason: 'window_over', trials: { total: 2, accepted: 2 } }, 'incomplete'],
  [{ skipped: null, endReason: 'window_over', trials: { total: 2, accepted: 0 } }, 'failed'],
  [{ skipped: null, endReason: 'launch_failed', trials: null }, 'failed'],
] as const)('the night %j is %s', (night, outcome) => {
  expect(judgeNight(night)).toBe(outcome);
});
