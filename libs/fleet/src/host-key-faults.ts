import { faultReason, Fault } from '@joulefleet/core';
import { BoardChanged, HostKeyChanged } from '@joulefleet/remote';
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

/** The first fingerprint of a device is not that of the key which it shows: nothing has changed there. */
export class HostKeyMismatch extends Fault {
  readonly fingerprint: string;

  constructor({ where, fingerprint }: HostKeyChanged, given: string) {
    super(`${where}: its host key ${fingerprint} does not match the fingerprint you gave, ${given}`, {
      code: 'host_key_mismatch',
      origin: 'operator',
      transient: false,
      where,
      remedy:
        'Compare it with the key on the device (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and correct the fingerprint. If ' +
        'yours is that on the device, someone may be intercepting the connection.',
    });
    this.fingerprint = fingerprint;
  }
}

/**
 * Takes a device out of use at whose address another one answers, by its host key or its serial number, with the reason that names
 * both; one at work after its trial. What that changes is noted in the same transaction.
 */
export async function quarantineMistaken(
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

/** Whether another board, or what passes for one, answers. */
export function isAnotherBoard(error: unknown): error is HostKeyChanged | BoardChanged {
  return error instanceof HostKeyChanged || error instanceof BoardChanged;
}
