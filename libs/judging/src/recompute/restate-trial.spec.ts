import type { TrialStanding } from '@joulefleet/store';
import { decideStanding, type RejudgedTrial, type Verdict } from './restate-trial';

const trial = (state: RejudgedTrial['state'], attempt: number, campaignState = 'completed'): RejudgedTrial => ({
  state,
  attempt,
  campaignState,
});
const verdicts = (...each: ('accepted' | 'rejected')[]): Verdict[] =>
  each.map((verdict, i) => ({ attempt: i + 1, verdict, reason: 'no_gap: silent' }));

it.each<[string, RejudgedTrial, Verdict[], TrialStanding | null]>([
  ['an accepted trial that stays so', trial('accepted', 1), verdicts('accepted'), null],
  [
    'one that is rejected, its campaign over',
    trial('accepted', 1),
    verdicts('rejected'),
    { state: 'skipped', attempt: 1, reason: 'rejected when it was judged anew: no_gap: silent' },
  ],
  [
    'one that is rejected, its campaign going on',
    trial('accepted', 1, 'running'),
    verdicts('rejected'),
    { state: 'pending', attempt: 2, reason: null },
  ],
  [
    'one that is rejected with all its attempts used',
    trial('accepted', 3, 'running'),
    verdicts('rejected', 'rejected', 'rejected'),
    { state: 'skipped', attempt: 3, reason: 'rejected when it was judged anew: no_gap: silent' },
  ],
  [
    'one that is rejected, an earlier attempt accepted',
    trial('accepted', 2),
    verdicts('accepted', 'rejected'),
    { state: 'accepted', attempt: 1, reason: null },
  ],
  [
    'a skipped one with an accepted attempt',
    trial('skipped', 3),
    verdicts('rejected', 'accepted', 'rejected'),
    { state: 'accepted', attempt: 2, reason: null },
  ],
  ['a skipped one without', trial('skipped', 3), verdicts('rejected'), null],
  ['one under way', trial('assigned', 2), verdicts('accepted'), null],
  ['an accepted one whose present attempt was not judged anew', trial('accepted', 2), verdicts('rejected'), null],
])('decides for %s', (_case, from, judged, to) => {
  expect(decideStanding(from, judged)).toEqual(to);
});
