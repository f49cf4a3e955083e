import { CAMPAIGN_TRANSITIONS } from './campaign-states';
import { SHARD_TRANSITIONS } from './shard-states';
import { canMove, isFinal, statesBefore, type Transitions } from './transitions';
import { TRIAL_TRANSITIONS } from './trial-states';

function reachable<S extends string>(table: Transitions<S>, start: S): Set<S> {
  const seen = new Set<S>([start]);
  for (const state of seen) for (const next of table[state]) seen.add(next);
  return seen;
}

describe.each([
  ['campaign', CAMPAIGN_TRANSITIONS as Transitions<string>, 'draft'],
  ['trial', TRIAL_TRANSITIONS as Transitions<string>, 'pending'],
  ['shard', SHARD_TRANSITIONS as Transitions<string>, 'queued'],
])('%s states', (_name, table, start) => {
  it('are all reachable from the first', () => {
    expect([...reachable(table, start)].sort()).toEqual(Object.keys(table).sort());
  });
});

it.each([
  ['campaign', CAMPAIGN_TRANSITIONS as Transitions<string>],
  ['trial', TRIAL_TRANSITIONS as Transitions<string>],
  ['shard', SHARD_TRANSITIONS as Transitions<string>],
])('%s states all lead to a final state', (_name, table) => {
  for (const state of Object.keys(table)) {
    const ends = [...reachable(table, state)].filter((end) => isFinal(table, end));
    expect({ state, ends: ends.length > 0 }).toEqual({ state, ends: true });
  }
});

describe('transition predicates', () => {
  it('answer from the table', () => {
    expect(canMove(TRIAL_TRANSITIONS, 'assigned', 'accepted')).toBe(true);
    expect(canMove(TRIAL_TRANSITIONS, 'accepted', 'pending')).toBe(false);
    expect(statesBefore(SHARD_TRANSITIONS, 'settled')).toEqual(['queued', 'executing']);
  });
});
