import type { EnrollRequest, Facts } from '@joulefleet/contracts';
import { conditionAfterPreflight, describeReason, type KnownClass, type DeviceCondition } from '@joulefleet/core';
import {
  insertFactsSnapshot,
  saveDevice,
  saveDeviceEvent,
  savePreflight,
  type Database,
  type Device,
  type DeviceToSave,
  type Identity,
} from '@joulefleet/store';
import { requireOneName } from './board-known';
import type { TypedTarget } from './enrollment-target';
import { factsKeeper } from './facts/keep-facts';
import type { Examination } from './preflight/examine-device';
import { toFindingView } from './preflight/finding-view';
import type { Privilege } from './preflight/open-privileged';

/** What enrolling found at a device. */
export interface FoundDevice {
  target: TypedTarget;
  identity: Identity;
  deviceClass: KnownClass;
  facts: Facts;
  privilege: Privilege;
  /** Null: a shard holds the device, and it was left in peace. */
  examined: Examination | null;
  /** Who enrolls it. */
  by: string;
}

/** Nothing was found of it: no reason to call it ready. */
const UNEXAMINED: DeviceCondition = {
  availability: 'offline',
  health: 'unknown',
  reason: { code: 'not_examined' },
  deadlineInS: 0,
};

/**
 * Stores an enrollment in one transaction: the device as its pre-flight leaves it, a snapshot of its facts, an event. `known`:
 * the device as it stood before it was looked at; whatever was made of it since stands.
 */
export async function storeEnrollment(
  database: Database,
  request: EnrollRequest,
  found: FoundDevice,
  known: Pick<Device, 'id' | 'version'> | null,
): Promise<string> {
  const { examined, facts, by } = found;
  const device = toSave(request, found);
  const keepFacts = known && (await factsKeeper(database, known.id, facts));
  const lookedAt = known && { ...known, judged: examined !== null };
  const saved = await saveDevice(database, device, lookedAt, async (db, deviceId, stands) => {
    await requireOneName(db, deviceId, { ...request, facts });
    if (examined) {
      const { verdict, clockOffsetMs } = examined;
      const findings = examined.findings.map(toFindingView);
      await savePreflight(db, deviceId, { findings, passed: verdict === 'passed', campaignId: null, clockOffsetMs });
    }
    await (keepFacts ? keepFacts(db) : insertFactsSnapshot(db, deviceId, { facts, drift: [] }));
    await saveDeviceEvent(db, deviceId, { kind: 'enrolled', actor: by, message: told(device, examined, stands) });
  });
  return saved.name;
}

function told({ availability, reason }: DeviceToSave, examined: Examination | null, stands: boolean): string {
  if (!examined) return 'enrolled again while at work';
  if (!stands) return 'enrolled again; it stays as others have left it meanwhile';
  return `enrolled: ${availability}${reason ? `, ${describeReason(reason)}` : ''}`;
}

function toSave(
  { name, host, port, user, labels }: EnrollRequest,
  { target, identity, deviceClass, facts, privilege, examined }: FoundDevice,
): DeviceToSave {
  return {
    name,
    deviceClass,
    host,
    port,
    loginUser: user,
    identityId: identity.id,
    privilege,
    hostKeyType: target.hostKeyType,
    fingerprint: target.fingerprint,
    labels,
    simulated: facts.simulated,
    facts,
    ...(examined ? conditionAfterPreflight(examined.verdict) : UNEXAMINED),
  };
}
