import {
  completeInventory,
  MAX_INVENTORY_DEVICES,
  parseInventory,
  parseKnownHosts,
  type InventoryFileError,
  type InventoryView,
  type PlannedEnrollment,
  type ReadInventoryRequest,
} from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';

const MAX_NOTES = 50;

/** An inventory with everything that is wrong in it; no device was contacted. */
export class BadInventory extends Fault {
  constructor(
    sourceName: string,
    readonly findings: InventoryFileError[],
  ) {
    const count = findings.length === 1 ? 'one error' : `${findings.length} errors`;
    super(`${sourceName}: ${count}, no device was contacted`, {
      ...{ code: 'bad_inventory', origin: 'operator', transient: false },
      where: findings[0]?.where,
      remedy: 'Correct it and read it again.',
    });
  }
}

/**
 * The devices of an inventory, each with what enrolling it needs. Paths of private keys stay as they are written: they lie on another
 * machine. Nothing is stored and nothing is contacted. Pure. @throws BadInventory with every finding and its place.
 */
export function readInventory(request: ReadInventoryRequest): InventoryView {
  const { source, sourceName, user, identity, labels } = request;
  const parsed = parseInventory(source, sourceName);
  if (!parsed.ok) throw new BadInventory(sourceName, parsed.errors);
  if (parsed.devices.length > MAX_INVENTORY_DEVICES) {
    const message = `${parsed.devices.length} devices`;
    const expected = `at most ${MAX_INVENTORY_DEVICES} at once; \`joulefleet device enroll --inventory\` takes more`;
    throw new BadInventory(sourceName, [{ where: `${sourceName}:1:1`, message, expected }]);
  }
  const knownHosts = parseKnownHosts(request.knownHosts ?? '', 'known_hosts');
  const completed = completeInventory(parsed.devices, {
    options: { user, storedIdentity: identity, labels },
    sshConfig: null,
    knownHosts: knownHosts.keys,
    loginName: '',
    defaultIdentity: undefined,
    resolveIdentity: (written) => written,
    resolveSshPath: (path) => path,
    exists: () => false,
    userHome: '',
  });
  if (!completed.ok) throw new BadInventory(sourceName, completed.errors);
  const notes = [...knownHosts.skipped, ...completed.notes].slice(0, MAX_NOTES);
  return {
    devices: completed.enrollments.map(listedDevice),
    notes: notes.map(({ where, message }) => ({ where, message })),
  };
}

function listedDevice({ where, request, identityFile, hostKeys }: PlannedEnrollment): InventoryView['devices'][number] {
  const { name, host, port, user, labels, identity, fingerprint, hostKeyType } = request;
  return {
    ...{ where, name, host, port, user, labels, identity: identity ?? null, identityFile },
    ...{ fingerprint: fingerprint ?? null, hostKeyType: hostKeyType ?? null },
    acceptedKeys: hostKeys.accepted.map(keyOf),
    revokedKeys: hostKeys.revoked.map(keyOf),
  };
}

function keyOf({ fingerprint, where }: { fingerprint: string; where: string }) {
  return { fingerprint, where };
}
