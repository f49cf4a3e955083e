import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '@joulefleet/core';
import { lockDevice, type LockedDevice, type Queryable } from '@joulefleet/store';

type Standing = Pick<LockedDevice, 'availability' | 'health' | 'reason'>;

/** Notes, in the transaction of the change, how a device stood before and stands after it. */
export type NoteStanding = (db: Queryable, before: object, after: object) => Promise<void>;

/** How a device stands, for the audit log. */
export function standingOf({ availability, health, reason }: Standing): Standing {
  return { availability, health, reason };
}

/** The same as it is in the transaction that holds the device. */
export async function standsNow(db: Queryable, { name }: LockedDevice): Promise<Standing> {
  return standingOf((await lockDevice(db, name))!);
}

/** What a fault has made of a device that is held, and which; nothing where it stands as it did. */
export async function noteFault(db: Queryable, before: LockedDevice, fault: Fault, note: NoteStanding): Promise<void> {
  const [was, is] = [standingOf(before), await standsNow(db, before)];
  if (!isDeepStrictEqual(was, is)) await note(db, was, { ...is, fault: fault.code });
}
