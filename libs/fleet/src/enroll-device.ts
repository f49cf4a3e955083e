import type { EnrollRequest } from '@joulefleet/contracts';
import { asFault, Fault, isJetson } from '@joulefleet/core';
import { addressOf, HostKeyChanged } from '@joulefleet/remote';
import { findDevice, findSameKey, type DeviceWithLease, type Identity, type Queryable } from '@joulefleet/store';
import { classifyDevice } from './classify-device';
import { enrollmentTarget } from './enrollment-target';
import type { FleetPorts } from './fleet-ports';
import { HostKeyMismatch, isAnotherBoard, quarantineMistaken } from './host-key-faults';
import { resolveIdentity } from './identities/resolve-identity';
import { parseFacts, withLimitsOf } from './facts/keep-facts';
import { factsOnceThere } from './facts/facts-once-there';
import { judgeFacts } from './judge-facts';
import { examineDevice } from './preflight/examine-device';
import { openPrivileged } from './preflight/open-privileged';
import { privateKeyOf, type PinnedTarget } from './ssh-target-of';
import type { RecordChange } from './recorded-condition';
import { storeEnrollment, type FoundDevice } from './store-enrollment';

/** What is noted in the transaction of a change that stays, also when the enrollment fails afterwards. */
export interface EnrollmentNotes {
  /** The fleet's own key was made. */
  identityMade: (db: Queryable, name: string) => Promise<void>;
  /** A device that is known was taken out. */
  takenOut: RecordChange;
}

const NO_NOTES: EnrollmentNotes = { identityMade: () => Promise.resolve(), takenOut: () => Promise.resolve() };

/**
 * Connects with the confirmed host key, reads the facts, classifies the device, runs the pre-flight and stores all of it: ready,
 * or quarantined with what the pre-flight found. Doing it again with the same name brings facts and address up to date and
 * accepts what has changed; the board has to be the same one. With `onlyIfChanged` it leaves a device alone that is enrolled just so. `by`: who does it.
 * @throws Fault: `host_key_unconfirmed`, `host_key_mismatch`; `host_key_changed`, `board_changed` (a device that is known there is quarantined then);
 * `name_taken` (operator): the name is that of a board at another address, which is left in peace; `login_refused`,
 * `device_unreachable`, `python_missing`, `rail_missing`, `unknown_class`, ... Nothing is stored of a new device then.
 */
export async function enrollDevice(
  ports: FleetPorts,
  request: EnrollRequest,
  by = 'controller',
  notes = NO_NOTES,
): Promise<string> {
  const { database } = ports;
  const known = await findDevice(database, request.name);
  const identity = await resolveIdentity(ports, request.identity, notes.identityMade);
  if (known && request.onlyIfChanged && isEnrolledSo(known, request, identity)) return known.name;
  try {
    const privateKey = privateKeyOf(ports.masterKey, identity);
    const target = await enrollmentTarget(request, known, privateKey);
    const probe = await probeDevice(ports, target, request, known);
    return await storeEnrollment(database, request, { target, identity, ...probe, by }, known);
  } catch (error) {
    if (known && isAnotherBoard(error)) {
      if (isElsewhere(known, request)) throw nameTaken(known, request, error);
      await quarantineMistaken(database, known.name, error, notes.takenOut);
    }
    if (!known && error instanceof HostKeyChanged && request.fingerprint) {
      throw new HostKeyMismatch(error, request.fingerprint);
    }
    throw withPublicKey(error, request, identity);
  }
}

async function probeDevice(
  { agent, database }: FleetPorts,
  target: PinnedTarget,
  { name, privilege }: EnrollRequest,
  known: DeviceWithLease | null,
): Promise<Pick<FoundDevice, 'deviceClass' | 'facts' | 'privilege' | 'examined'>> {
  const open = await openPrivileged(target, agent, privilege);
  try {
    const facts = await factsOnceThere(open.session, open.facts);
    const deviceClass = classifyDevice(facts, addressOf(target));
    judgeFacts(facts, deviceClass, addressOf(target));
    const needsSudo = isJetson(deviceClass) || open.privilege === 'sudo';
    const sudoRefused = needsSudo ? open.sudoRefused : null;
    const held = (known?.lease?.shardId ?? null) !== null;
    const sharesKeyWith = await findSameKey(database, name, target.fingerprint);
    const expectation = { name, deviceClass, acceptedFacts: null, sudoRefused, sharesKeyWith };
    const examined = held ? null : await examineDevice(open.session, expectation);
    const atRest = examined?.facts ?? withLimitsOf(facts, parseFacts(known?.facts));
    return { deviceClass, facts: atRest, privilege: open.privilege, examined };
  } finally {
    open.close();
    // Who comes next must not find this connection still there.
    await open.closed;
  }
}

function isElsewhere(known: DeviceWithLease, { host, port }: EnrollRequest): boolean {
  return known.host !== host || known.port !== port;
}

/** Not the known device at a new address, but another one: neither is touched. */
function nameTaken({ name, host, port }: DeviceWithLease, request: EnrollRequest, error: Fault): Fault {
  const where = addressOf(request);
  return new Fault(`${name} is enrolled at ${addressOf({ host, port })}, and another board answers at ${where}`, {
    code: 'name_taken',
    origin: 'operator',
    transient: false,
    where,
    remedy: `Enroll the board at ${where} under another --name. ${name} is unchanged.`,
    cause: error,
  });
}

/** Whether enrolling would change nothing but the facts. */
function isEnrolledSo(known: DeviceWithLease, request: EnrollRequest, identity: Identity): boolean {
  return (
    known.host === request.host &&
    known.port === request.port &&
    known.loginUser === request.user &&
    known.identityId === identity.id &&
    (request.privilege ?? known.privilege) === known.privilege &&
    (request.fingerprint ?? known.fingerprint) === known.fingerprint &&
    [...known.labels].sort().join() === [...request.labels].sort().join()
  );
}

/** Who is not let in reads which line is to be put where. */
function withPublicKey(error: unknown, { user }: EnrollRequest, { publicKey }: Identity): unknown {
  const fault = asFault(error);
  if (fault.code !== 'login_refused') return error;
  const { code, origin, transient, where, message } = fault;
  const remedy = `Put this line into ~${user}/.ssh/authorized_keys of the device, or name another user or identity:\n${publicKey}`;
  return new Fault(message, { code, origin, transient, where, remedy, cause: error });
}
