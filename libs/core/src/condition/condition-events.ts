import type { Availability } from './device-states';

/** Everything that changes a device's condition, with what it means. */
export const CONDITION_EVENTS = {
  lease: 'the dispatcher gives it to a new shard',
  regrant: 'the dispatcher leases it again to the shard that it was executing',
  suspend: 'its shard lost the connection and waits for it',
  shard_ended: 'its shard is over',
  enroll: 'somebody enrolled it, or did so again',
  claim: 'the watch takes it in hand for a check or a recovery step',
  check: 'a pre-flight has a verdict',
  recovery: 'a recovery step has ended',
  unreachable: 'it does not answer',
  maintenance_begin: 'a maintenance window begins',
  maintenance_end: 'its maintenance is over',
  repin: 'another host key was pinned while it could not be reached',
  quarantine: 'it is to be taken out until somebody checks it',
  retire: 'it is to be taken out for good',
  stop_overdue: 'it was to leave, and its shard did not stop in time',
} as const;
export type ConditionEvent = keyof typeof CONDITION_EVENTS;

/**
 * How a state answers an event: the states that it may go to (itself: with another reason or deadline), `stays` (nothing
 * changes, and that is right), `pending` (recorded, and done when the shard has ended) or `refused` (the caller gets an error).
 */
export type Answer =
  readonly Availability[] | { to: readonly Availability[]; otherwise: 'stays' } | 'stays' | 'pending' | 'refused';

/** What a check or the end of a shard may find. */
const OUTCOMES = ['ready', 'cooling', 'offline', 'quarantined'] as const;

/** Every state answers every event; the compiler refuses a table with a hole. */
export const CONDITION_TABLE: Record<Availability, Record<ConditionEvent, Answer>> = {
  ready: {
    lease: ['leased'],
    regrant: ['leased'],
    suspend: 'refused',
    shard_ended: 'refused',
    enroll: OUTCOMES,
    claim: ['offline'],
    check: OUTCOMES,
    recovery: 'refused',
    unreachable: ['offline'],
    maintenance_begin: ['maintenance'],
    maintenance_end: 'stays',
    repin: ['offline'],
    quarantine: ['quarantined'],
    retire: ['retired'],
    stop_overdue: 'refused',
  },
  leased: {
    lease: 'refused',
    regrant: ['leased'],
    suspend: ['offline'],
    shard_ended: OUTCOMES,
    enroll: 'stays',
    claim: 'refused',
    check: 'refused',
    recovery: 'refused',
    unreachable: 'stays',
    maintenance_begin: 'stays',
    maintenance_end: 'stays',
    repin: 'refused',
    quarantine: 'pending',
    retire: 'pending',
    stop_overdue: ['quarantined', 'retired'],
  },
  cooling: {
    lease: 'refused',
    regrant: ['leased'],
    suspend: 'refused',
    shard_ended: 'refused',
    enroll: OUTCOMES,
    claim: ['cooling'],
    check: OUTCOMES,
    recovery: 'refused',
    unreachable: ['offline'],
    maintenance_begin: ['maintenance'],
    maintenance_end: 'stays',
    repin: ['offline'],
    quarantine: ['quarantined'],
    retire: ['retired'],
    stop_overdue: 'refused',
  },
  offline: {
    lease: 'refused',
    regrant: ['leased'],
    // A second copy of the job may still follow a shard that another one has suspended.
    suspend: ['offline'],
    shard_ended: OUTCOMES,
    enroll: OUTCOMES,
    claim: ['offline'],
    check: OUTCOMES,
    recovery: OUTCOMES,
    unreachable: ['offline'],
    maintenance_begin: ['maintenance'],
    maintenance_end: 'stays',
    repin: ['offline'],
    quarantine: ['quarantined'],
    retire: ['retired'],
    stop_overdue: 'refused',
  },
  maintenance: {
    lease: 'refused',
    regrant: 'refused',
    suspend: 'stays',
    // Its shard was suspended when the window began. Only a device that was not restored leaves the window for it.
    shard_ended: { to: ['quarantined'], otherwise: 'stays' },
    enroll: 'stays',
    claim: 'refused',
    check: 'stays',
    recovery: 'refused',
    unreachable: 'stays',
    maintenance_begin: 'stays',
    maintenance_end: ['offline'],
    repin: 'stays',
    quarantine: ['quarantined'],
    retire: ['retired'],
    stop_overdue: 'refused',
  },
  quarantined: {
    lease: 'refused',
    regrant: 'refused',
    suspend: 'refused',
    shard_ended: 'refused',
    enroll: OUTCOMES,
    claim: 'refused',
    check: OUTCOMES,
    recovery: 'refused',
    unreachable: 'stays',
    maintenance_begin: 'stays',
    maintenance_end: 'stays',
    repin: ['offline'],
    quarantine: ['quarantined'],
    retire: ['retired'],
    stop_overdue: 'refused',
  },
  retired: {
    lease: 'refused',
    regrant: 'refused',
    suspend: 'refused',
    shard_ended: 'refused',
    enroll: OUTCOMES,
    claim: 'refused',
    check: OUTCOMES,
    recovery: 'refused',
    unreachable: 'stays',
    maintenance_begin: 'stays',
    maintenance_end: 'stays',
    repin: 'stays',
    quarantine: 'refused',
    retire: 'stays',
    stop_overdue: 'refused',
  },
};

/** Where a device may go at all: the table without its events. */
export function statesAfter(state: Availability): Availability[] {
  return [...new Set(Object.values(CONDITION_TABLE[state]).flatMap(targetsOf))];
}

/** The answer to an event that wants the device in `target`: the state to go to, or why it does not go there. */
export function answerOf(
  state: Availability,
  event: ConditionEvent,
  target: Availability,
): Availability | 'stays' | 'pending' | 'refused' {
  const answer = CONDITION_TABLE[state][event];
  if (typeof answer === 'string') return answer;
  if (targetsOf(answer).includes(target)) return target;
  return 'otherwise' in answer ? answer.otherwise : 'refused';
}

/** The states that an answer leads to; empty: nothing moves. */
export function targetsOf(answer: Answer): readonly Availability[] {
  if (typeof answer === 'string') return [];
  return 'to' in answer ? answer.to : answer;
}
