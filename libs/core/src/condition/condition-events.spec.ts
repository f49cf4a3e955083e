import { answerOf, CONDITION_EVENTS, CONDITION_TABLE, statesAfter, type ConditionEvent } from './condition-events';
import { AVAILABILITIES, DEADLINES, type Availability } from './device-states';
import { nextStep } from './next-step';

const EVENTS = Object.keys(CONDITION_EVENTS) as ConditionEvent[];
const reachable = (start: Availability): Set<Availability> => {
  const seen = new Set([start]);
  for (const state of seen) for (const next of statesAfter(state)) seen.add(next);
  return seen;
};

describe('the table of conditions', () => {
  it.each(AVAILABILITIES)('leads from ready to %s, and back', (state) => {
    expect(reachable('ready').has(state)).toBe(true);
    expect(reachable(state).has('ready')).toBe(true);
  });

  it.each(EVENTS)('has a use for %s', (event) => {
    const answers = AVAILABILITIES.map((state) => CONDITION_TABLE[state][event]);
    expect(answers.some((answer) => typeof answer !== 'string')).toBe(true);
  });

  it('never leases what is out of use or in maintenance', () => {
    for (const event of ['lease', 'regrant'] as const) {
      const leasable = AVAILABILITIES.filter((state) => answerOf(state, event, 'leased') === 'leased');
      expect(leasable.filter((state) => ['maintenance', 'quarantined', 'retired'].includes(state))).toEqual([]);
    }
  });

  it.each(AVAILABILITIES)('a %s device can be taken out of use', (state) => {
    expect(['retired', 'pending', 'stays']).toContain(answerOf(state, 'retire', 'retired'));
    if (state !== 'retired') expect(['quarantined', 'pending']).toContain(answerOf(state, 'quarantine', 'quarantined'));
  });

  it('never leaves a window for a check: a hot board that is enrolled again in maintenance stays there', () => {
    for (const event of ['enroll', 'check'] as const) expect(answerOf('maintenance', event, 'cooling')).toBe('stays');
  });

  it('every state but those of work has a deadline or a next step', () => {
    for (const availability of AVAILABILITIES) {
      const step = nextStep({ availability, reason: null, driftBlocks: false });
      expect({
        availability,
        ends: DEADLINES[availability] !== null || step !== null || availability === 'ready',
      }).toEqual({ availability, ends: true });
    }
  });
});

describe('answerOf', () => {
  it.each([
    ['ready', 'lease', 'leased', 'leased'],
    ['leased', 'lease', 'leased', 'refused'],
    ['leased', 'quarantine', 'quarantined', 'pending'],
    ['leased', 'shard_ended', 'cooling', 'cooling'],
    ['leased', 'shard_ended', 'retired', 'refused'],
    ['maintenance', 'shard_ended', 'ready', 'stays'],
    ['maintenance', 'shard_ended', 'quarantined', 'quarantined'],
    ['retired', 'quarantine', 'quarantined', 'refused'],
  ] as const)('%s, %s: wanted %s, is %s', (state, event, target, answer) => {
    expect(answerOf(state, event, target)).toBe(answer);
  });
});
