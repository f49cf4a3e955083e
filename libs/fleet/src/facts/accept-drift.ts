import { commandInText, describeNotThereYet, Fault, isKnownClass, notThereYet } from '@joulefleet/core';
import {
  acceptFacts,
  findLatestFacts,
  inTransaction,
  saveDeviceEvent,
  type Database,
  type Device,
  type Queryable,
} from '@joulefleet/store';
import { classifyDevice } from '../classify-device';
import { boardOf } from '../ssh-target-of';
import { judgeFacts } from '../judge-facts';
import { parseFacts } from './keep-facts';

/**
 * What the last probe read becomes what the device is held against. `also` happens in the same transaction. One in quarantine
 * stays there until it is checked.
 * @throws Fault `facts_unknown`, `class_changed`, `board_changed`, `unknown_class`, `not_there_yet` (operator): what lacks something
 * that may still come is no truth; `rail_missing`, `clocks_missing` (device): nor is what nothing can be measured on.
 */
export async function acceptDrift(
  database: Database,
  device: Pick<Device, 'id' | 'name' | 'deviceClass' | 'facts'>,
  by: string,
  also: (db: Queryable) => Promise<void>,
): Promise<void> {
  const { id, name, deviceClass } = device;
  const latest = await findLatestFacts(database, id);
  const facts = latest && parseFacts(latest.facts);
  if (!facts) throw refuse(name, 'facts_unknown', 'nothing that can be accepted was read off it yet', 'check');
  if (classifyDevice(facts, name) !== deviceClass) {
    throw refuse(name, 'class_changed', `it is no ${deviceClass} any more`, 'retire');
  }
  const late = notThereYet(facts, parseFacts(device.facts));
  if (late.length > 0) throw refuse(name, 'not_there_yet', describeNotThereYet(late, facts.uptimeS), 'check');
  if (isKnownClass(deviceClass)) judgeFacts(facts, deviceClass, name);
  const board = boardOf(device);
  if (board && facts.serial !== board.serial) {
    throw refuse(
      name,
      'board_changed',
      `it is another board now: serial number ${facts.serial ?? 'unknown'}`,
      'retire',
    );
  }
  await inTransaction(database, async (db) => {
    await acceptFacts(db, id, { facts, takenAt: latest.takenAt });
    await saveDeviceEvent(db, id, { kind: 'drift', actor: by, message: 'the facts as they are now were accepted' });
    await also(db);
  });
}

function refuse(name: string, code: string, what: string, command: 'check' | 'retire'): Fault {
  const next = command === 'check' ? 'Have it read' : 'Retire it, and enroll the other board under another name';
  return new Fault(`${name}: ${what}`, {
    code,
    origin: 'operator',
    transient: false,
    where: name,
    remedy: `${next}: ${commandInText(`device ${command} ${name}`)}`,
  });
}
