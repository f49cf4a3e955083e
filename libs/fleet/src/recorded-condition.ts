import { isDeepStrictEqual } from 'node:util';
import { describeReason, type Fault } from '@joulefleet/core';
import { lockDevice, storedReason, type LockedDevice, type Queryable } from '@joulefleet/store';

/** A device's condition as the audit log keeps it. */
export interface RecordedCondition {
  availability: string;
  health: string;
  reason: string | null;
}

/** Records, in the transaction of the change, a device's condition before and after it. */
export type RecordChange = (db: Queryable, before: object, after: object) => Promise<void>;

/** A device's condition, for the audit log. */
export function recordedCondition({
  availability,
  health,
  reason,
}: {
  availability: string;
  health: string;
  reason: unknown;
}): RecordedCondition {
  const stored = storedReason(reason);
  return { availability, health, reason: stored && describeReason(stored) };
}

/** The same, as it is in the transaction that holds the device. */
export async function conditionNow(db: Queryable, { name }: LockedDevice): Promise<RecordedCondition> {
  return recordedCondition((await lockDevice(db, name))!);
}

/** Records what a fault has changed of a device that is held; nothing where it changed nothing. */
export async function recordFault(
  db: Queryable,
  before: LockedDevice,
  fault: Fault,
  record: RecordChange,
): Promise<void> {
  const [was, is] = [recordedCondition(before), await conditionNow(db, before)];
  if (!isDeepStrictEqual(was, is)) await record(db, was, { ...is, fault: fault.code });
}
