import { LEARNING_NIGHTS } from '@joulefleet/core';
import { injection } from '../../../twin/src/light/injection';
import { injectionIn, NIGHTS, pctIn, STORY, versionIn } from './story';

const nights = Array.from({ length: NIGHTS }, (_, i) => i + 1);

it('is a file that the twins read, in each night', () => {
  for (const night of nights) expect(injection.safeParse(injectionIn(night)).error).toBeUndefined();
});

it('changes nothing while the nights are learnt from, and leaves two to confirm what it changes', () => {
  for (const each of STORY) {
    expect(pctIn(each, LEARNING_NIGHTS)).toBe(0);
    expect(each.fromNight + each.seenWithin).toBeLessThanOrEqual(NIGHTS - 2);
  }
  const factors = JSON.stringify(injectionIn(LEARNING_NIGHTS)).match(/[\d.]+(?=})/g);
  expect(new Set(factors)).toEqual(new Set(['1']));
});

it('has a new version where a workload changes, and in no other night', () => {
  const isNew = (night: number): boolean => night > 1 && versionIn(night) !== versionIn(night - 1);
  const changed = STORY.filter(({ cause }) => cause === 'workload').map(({ fromNight }) => fromNight);
  expect(nights.filter(isNew)).toEqual(changed);
});

it('grows where it is a drift', () => {
  const drift = STORY.find(({ name }) => name === 'drift')!;
  expect([0, 1, 2].map((later) => pctIn(drift, drift.fromNight + later))).toEqual([0.6, 1.2, expect.closeTo(1.8)]);
});
