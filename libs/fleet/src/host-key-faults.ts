import { faultReason, Fault } from '@joulefleet/core';
import { HostKeyChanged } from '@joulefleet/remote';
import { exitDevice, inTransaction, lockDevice, type Database } from '@joulefleet/store';
import { recordFault, recordedCondition, type RecordChange } from './recorded-condition';

/** Carries the host key that was seen, so that a person can confirm it. */
export class HostKeyUnconfirmed extends Fault {
  constructor(
    where: string,
    readonly fingerprint: string,
  ) {
    super(`${where}: the host key ${fingerprint} is not confirmed`, {
      code: 'host_key_unconfirmed',
      origin: 'operator',
      transient: false,
      where,
      remedy:
        "Compare it with the device's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and give it as fingerprint.",
    });
  }
}

/**
 * Takes a device out of use whose host key is not the pinned one any more, with the reason that names both; one at work after its
 * trial. What that changes is noted in the same transaction.
 */
export async function quarantineChangedKey(
  database: Database,
  name: string,
  fault: Fault,
  note: RecordChange,
): Promise<void> {
  await inTransaction(database, async (db) => {
    const device = await lockDevice(db, name);
    if (!device || device.availability === 'retired') return;
    const exit = { to: 'quarantined', reason: faultReason(fault), by: 'controller' } as const;
    const { result } = await exitDevice(db, device, exit);
    if (result === 'left') return recordFault(db, device, fault, note);
    const was = recordedCondition(device);
    await note(db, was, { ...was, pendingExit: fault.message, fault: fault.code });
  });
}

/** Whether an error is of a changed host key. */
export function isHostKeyChanged(error: unknown): error is HostKeyChanged {
  return error instanceof HostKeyChanged;
}
