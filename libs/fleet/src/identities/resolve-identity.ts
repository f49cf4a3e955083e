import { Fault } from '@joulefleet/core';
import { makePrivateKey } from '@joulefleet/remote';
import { findIdentity, type Identity, type Queryable } from '@joulefleet/store';
import type { KeyPorts } from '../fleet-ports';
import { identityExists, keepIdentity } from './keep-identity';

/** The key that is used where nobody names one. */
const FLEET_IDENTITY = 'fleet';

/**
 * The kept key of that name or fingerprint; the fleet's own, made when needed, when none is named: `also` happens in the
 * transaction that keeps it then.
 * @throws Fault `identity_unknown` (operator).
 */
export async function resolveIdentity(
  ports: KeyPorts,
  nameOrFingerprint: string | undefined,
  also?: (db: Queryable, name: string) => Promise<void>,
): Promise<Identity> {
  const wanted = nameOrFingerprint ?? FLEET_IDENTITY;
  const found = await findIdentity(ports.database, wanted);
  if (found) return found;
  if (nameOrFingerprint === undefined) return generateIdentity(ports, FLEET_IDENTITY, also);
  throw identityUnknown(wanted);
}

/**
 * Makes an ed25519 key of that name; one that was made before stays. `also` happens in the same transaction, when it is new.
 * @throws Fault `identity_exists` (operator): a key that was imported has that name.
 */
export async function generateIdentity(
  ports: KeyPorts,
  name: string,
  also?: (db: Queryable, name: string) => Promise<void>,
): Promise<Identity> {
  const known = await findIdentity(ports.database, name);
  if (known) return requireGenerated(known);
  try {
    return await keepIdentity(ports, { name, privateKey: makePrivateKey(`joulefleet-${name}`), generated: true }, also);
  } catch (error) {
    // Two who need it at once: the first one's key is the one.
    const meanwhile = await findIdentity(ports.database, name);
    if (!meanwhile) throw error;
    return requireGenerated(meanwhile);
  }
}

function requireGenerated(known: Identity): Identity {
  if (known.generated) return known;
  throw identityExists(known.name);
}

export function identityUnknown(nameOrFingerprint: string): Fault {
  return new Fault(`no key is stored as ${nameOrFingerprint}`, {
    code: 'identity_unknown',
    origin: 'operator',
    transient: false,
    where: nameOrFingerprint,
    remedy: 'See `joulefleet identity list`.',
  });
}
