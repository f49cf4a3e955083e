import type { EnrollRequest, Facts } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import {
  addressOf,
  lookAtHostKey,
  openAgent,
  type AgentFile,
  type SeenHostKey,
  type SshTarget,
} from '@joulefleet/remote';
import { findDevice, saveDevice, type Database, type DeviceWithLease } from '@joulefleet/store';
import { classifyDevice } from './classify-device';
import { judgeFacts } from './judge-facts';
import { readIdentity } from './ssh-target-of';

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
 * Connects with the confirmed host key, reads the facts, classifies the device and stores it, ready. Doing it again with the
 * same name brings facts and address up to date; with `onlyIfChanged` it leaves a device alone that is enrolled just so.
 * @throws Fault: `host_key_unconfirmed`, `host_key_changed`, `login_refused`, `device_unreachable`, `python_missing`,
 * `rail_missing`, `unknown_class`, ... Nothing is stored then.
 */
export async function enrollDevice(database: Database, agent: AgentFile, request: EnrollRequest): Promise<string> {
  const known = await findDevice(database, request.name);
  if (known && request.onlyIfChanged && isEnrolledSo(known, request)) return known.name;
  const target: SshTarget = {
    host: request.host,
    port: request.port,
    user: request.user,
    privateKey: await readIdentity(request.identityFile),
    fingerprint: request.fingerprint ?? known?.fingerprint ?? null,
    hostKeyType: request.fingerprint ? keyTypeOf(request, known) : (known?.hostKeyType ?? null),
  };
  const seen = target.hostKeyType === null ? await lookAtHostKey(target) : null;
  if (target.fingerprint === null) throw new HostKeyUnconfirmed(addressOf(target), seen!.fingerprint);
  const facts = await readFacts({ ...target, fingerprint: target.fingerprint }, seen, agent);
  const deviceClass = classifyDevice(facts, addressOf(target));
  judgeFacts(facts, deviceClass, addressOf(target));
  const saved = await saveDevice(database, {
    name: request.name,
    deviceClass,
    host: request.host,
    port: request.port,
    loginUser: request.user,
    identityFile: request.identityFile,
    hostKeyType: seen?.keyType ?? target.hostKeyType!,
    fingerprint: target.fingerprint,
    labels: request.labels,
    simulated: facts.simulated,
    availability: 'ready',
    health: 'good',
    reason: null,
    facts,
  });
  return saved.name;
}

/** Null: to be seen at the device. */
function keyTypeOf({ fingerprint, hostKeyType }: EnrollRequest, known: DeviceWithLease | null): string | null {
  return hostKeyType ?? (fingerprint === known?.fingerprint ? (known?.hostKeyType ?? null) : null);
}

/** Whether enrolling would change nothing but the facts. */
function isEnrolledSo(known: DeviceWithLease, request: EnrollRequest): boolean {
  return (
    known.host === request.host &&
    known.port === request.port &&
    known.loginUser === request.user &&
    known.identityFile === request.identityFile &&
    (request.fingerprint ?? known.fingerprint) === known.fingerprint &&
    [...known.labels].sort().join() === [...request.labels].sort().join()
  );
}

async function readFacts(
  target: SshTarget & { fingerprint: string },
  seen: SeenHostKey | null,
  agent: AgentFile,
): Promise<Facts> {
  const open = await openAgent({ ...target, hostKeyType: seen?.keyType ?? target.hostKeyType }, agent);
  try {
    return await open.session.facts();
  } finally {
    open.close();
  }
}
