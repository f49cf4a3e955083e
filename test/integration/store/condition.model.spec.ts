import { AVAILABILITIES, answerOf, type Availability, type ConditionEvent, type PendingExit } from '@joulefleet/core';
import { openDatabase, type Database } from '@joulefleet/store';
import fc from 'fast-check';
import { createTestDatabase } from '../../testkit/database';
import { ConditionLane } from './condition-lane';

const LANES = 4;
const RUNS_PER_LANE = 500;
const OUTCOMES = ['ready', 'cooling', 'offline', 'quarantined'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What the table says that a device is, beside what leases and deadlines add to it. */
interface Model {
  state: Availability;
  lease: 'free' | 'held' | 'expired';
  pending: PendingExit['to'] | null;
  deadline: 'none' | 'future' | 'past';
  cancelled: boolean;
}

/** Applies an event by the table; what the store does besides is the caller's. True: the state was entered (anew). */
function apply(model: Model, event: ConditionEvent, target: Availability): boolean {
  const answer = answerOf(model.state, event, target);
  if (answer === 'stays' || answer === 'pending' || answer === 'refused') return false;
  model.state = answer;
  model.deadline = answer === 'leased' || answer === 'ready' ? 'none' : 'future';
  return true;
}

/** A device leaves: its shard is given back. */
function leave(model: Model, to: PendingExit['to']): void {
  const event = model.state === 'leased' ? 'stop_overdue' : to === 'retired' ? 'retire' : 'quarantine';
  if (!apply(model, event, to)) return;
  model.lease = 'free';
  model.pending = null;
  model.deadline = to === 'retired' ? 'none' : 'future';
}

function applyPending(model: Model): void {
  const to = model.pending;
  model.pending = null;
  if (to && !(model.state === 'quarantined' && to === 'quarantined')) leave(model, to);
}

type Step = { say: string; model: (m: Model) => void; real: (lane: ConditionLane) => Promise<unknown> };

const EVERY: Step[] = [
  {
    say: 'lease',
    model: (m) => {
      if (m.lease === 'free' && !m.cancelled && apply(m, 'lease', 'leased')) m.lease = 'held';
    },
    real: (lane) => lane.lease(),
  },
  {
    say: 'regrant',
    model: (m) => {
      if (m.lease !== 'expired' || (m.state !== 'leased' && m.deadline === 'future')) return;
      const { deadline } = m;
      if (!apply(m, 'regrant', 'leased')) return;
      m.lease = 'held';
      if (m.pending) m.deadline = deadline;
    },
    real: (lane) => lane.regrant(),
  },
  {
    say: 'suspend',
    model: (m) => {
      if (m.lease === 'free') return;
      m.lease = 'expired';
      apply(m, 'suspend', 'offline');
      applyPending(m);
    },
    real: (lane) => lane.suspend(),
  },
  ...OUTCOMES.map((outcome) => ({
    say: `shard ended: ${outcome}`,
    model: (m: Model) => {
      if (m.lease === 'free') return;
      m.lease = 'free';
      apply(m, 'shard_ended', outcome);
      applyPending(m);
    },
    real: (lane: ConditionLane) => lane.settle(outcome),
  })),
  ...(['check', 'enroll'] as const).flatMap((event) => OUTCOMES.map((outcome) => freeStep(event, outcome))),
  freeStep('repin', 'offline'),
  ...(['recovery'] as const).flatMap((event) => OUTCOMES.map((outcome) => watchStep(event, outcome, 'idle'))),
  watchStep('claim', 'offline', 'free'),
  watchStep('claim', 'cooling', 'free'),
  watchStep('unreachable', 'offline', 'free'),
  watchStep('maintenance_begin', 'maintenance', 'idle'),
  watchStep('maintenance_end', 'offline', 'idle'),
  { say: 'a stale picture', model: () => undefined, real: (lane) => lane.move('check', 'quarantined', 'idle', true) },
  ...(['quarantined', 'retired'] as const).flatMap((to) => [exitStep(to, false), exitStep(to, true)]),
  {
    say: 'overdue exits are enforced',
    model: (m) => {
      if (m.state === 'leased' && m.pending && m.deadline === 'past') leave(m, m.pending);
    },
    real: (lane) => lane.exitOverdue(),
  },
  { say: 'the campaign is cancelled', model: (m) => (m.cancelled = true), real: (lane) => lane.cancelCampaign() },
  {
    say: 'abandoned shards are given up',
    model: (m) => {
      if (m.lease === 'expired' && m.cancelled && m.state !== 'leased') m.lease = 'free';
    },
    real: (lane) => lane.releaseAbandoned(),
  },
  {
    say: 'the worker is killed',
    model: (m) => {
      if (m.lease === 'held') m.lease = 'expired';
    },
    real: (lane) => lane.expireLease(),
  },
  {
    say: 'the deadline passes',
    model: (m) => {
      if (m.deadline === 'future') m.deadline = 'past';
    },
    real: (lane) => lane.passDeadline(),
  },
];

function freeStep(event: 'check' | 'enroll' | 'repin', outcome: Outcome): Step {
  return {
    say: `${event}: ${outcome}`,
    model: (m) => {
      if (m.lease === 'free') apply(m, event, outcome);
    },
    real: (lane) => lane.changeFree(event, outcome),
  };
}

function watchStep(event: ConditionEvent, to: Availability, lease: 'free' | 'idle'): Step {
  return {
    say: `${event}: ${to}`,
    model: (m) => {
      if (m.lease === 'free' || (lease === 'idle' && m.lease === 'expired')) apply(m, event, to);
    },
    real: (lane) => lane.move(event, to, lease, false),
  };
}

function exitStep(to: PendingExit['to'], immediately: boolean): Step {
  return {
    say: `${to}${immediately ? ' now' : ''}`,
    model: (m) => {
      if (m.state !== 'leased' || immediately) return leave(m, to);
      if (m.pending === null) m.deadline = 'future';
      if (m.pending !== 'retired') m.pending = to;
    },
    real: (lane) => lane.exit(to, immediately),
  };
}

/** Each must end every wait: what a person does, or what happens when nobody does anything but deadlines pass. */
const WAYS_OUT: Record<'person' | 'deadlines', (lane: ConditionLane) => Promise<void>> = {
  person: async (lane) => {
    await lane.exit('quarantined', true);
    await lane.changeFree('check', 'ready');
  },
  deadlines: async (lane) => {
    await lane.passDeadline();
    await lane.exitOverdue();
    await lane.expireLease();
    await lane.regrant();
    await lane.settle('offline');
    await lane.releaseAbandoned();
    await lane.move('maintenance_end', 'offline', 'idle', false);
    await lane.releaseAbandoned();
    // A shard that was suspended in maintenance goes on when that is over.
    await lane.passDeadline();
    await lane.regrant();
    await lane.settle('offline');
    await lane.passDeadline();
    await lane.changeFree('check', 'ready');
  },
};

describe('the condition of a device in the store', () => {
  let database: Database;
  const reached = new Set<Availability>();
  let sequences = 0;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  afterAll(() => database.close());

  async function runSequence(lane: ConditionLane, steps: readonly Step[], way: keyof typeof WAYS_OUT): Promise<void> {
    const model: Model = { state: 'ready', lease: 'free', pending: null, deadline: 'none', cancelled: false };
    const said: string[] = [];
    await lane.reset();
    for (const step of steps) {
      said.push(step.say);
      step.model(model);
      await step.real(lane);
      const { state, lease, pending, assigned } = await lane.observe();
      expect({ said, state, lease, pending, working: assigned > 0 }).toEqual({
        said,
        state: model.state,
        lease: model.lease,
        pending: model.pending,
        working: model.lease !== 'free',
      });
      reached.add(state);
    }
    await WAYS_OUT[way](lane);
    expect({ said, way, ...(await lane.observe()), version: 0 }).toEqual({
      said,
      way,
      state: 'ready',
      lease: 'free',
      pending: null,
      assigned: 0,
      version: 0,
    });
    sequences++;
  }

  it(`follows the table in ${LANES * RUNS_PER_LANE} sequences, and every wait ends`, async () => {
    const steps = fc.array(fc.constantFrom(...EVERY), { minLength: 1, maxLength: 12 });
    const way = fc.constantFrom('person' as const, 'deadlines' as const);
    const lanes = await Promise.all(
      Array.from({ length: LANES }, (_, i) => ConditionLane.create(database, `lane-${i}`)),
    );
    await Promise.all(
      lanes.map((lane) =>
        fc.assert(
          fc.asyncProperty(steps, way, (sequence, out) => runSequence(lane, sequence, out)),
          { numRuns: RUNS_PER_LANE, endOnFailure: true },
        ),
      ),
    );
    expect(sequences).toBeGreaterThanOrEqual(2_000);
    expect([...reached].sort()).toEqual([...AVAILABILITIES].sort());
  }, 180_000);
});
