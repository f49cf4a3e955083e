import type { StreamedEvent } from '@joulefleet/contracts';
import { describeEvent } from './describe-event';

type TrialEvent = Extract<StreamedEvent, { kind: 'trial' }>;

it('numbers repetitions from 1, as the controller does, and names sentinels', () => {
  const trial = { kind: 'trial', device: 'nano-1', workload: 'alexnet', outcome: 'accepted', reason: null };
  const describe = (repetition: number) => describeEvent({ ...trial, repetition } as TrialEvent);
  expect(describe(1)).toBe('nano-1: alexnet, repetition 1 accepted');
  expect(describe(0)).toBe('nano-1: alexnet, sentinel accepted');
});
