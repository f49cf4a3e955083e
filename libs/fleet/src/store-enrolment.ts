import type { EnrollRequest, Facts } from '@joulefleet/contracts';
import type { DeviceClass } from '@joulefleet/core';
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
import type { TypedTarget } from './enrolment-target';
import { factsKeeper } from './facts/keep-facts';
import { conditionAfterPreflight } from './preflight/condition-after-preflight';
import type { Examination } from './preflight/examine-device';
import { toFindingView } from './preflight/finding-view';
import type { Privilege } from './preflight/open-privileged';

/** What enrolling found at a device. */
export interface FoundDevice {
  target: TypedTarget;
  identity: Identity;
  deviceClass: DeviceClass;
  facts: Facts;
  privilege: Privilege;
  /** Null: a shard holds the device, and it was left in peace. */
  examined: Examination | null;
  /** Who enrols it. */
  by: string;
}

/** Stores an enrolment in one transaction: the device as its pre-flight leaves it, a snapshot of its facts, an event. */
export async function storeEnrolment(
  database: Database,
  request: EnrollRequest,
  found: FoundDevice,
  known: Pick<Device, 'id'> | null,
): Promise<string> {
  const { examined, facts, by } = found;
  const device = toSave(request, found);
  const keepFacts = known && (await factsKeeper(database, known.id, facts));
  const saved = await saveDevice(database, device, async (db, deviceId) => {
    if (examined) {
      const { verdict, clockOffsetMs } = examined;
      const findings = examined.findings.map(toFindingView);
      await savePreflight(db, deviceId, { findings, passed: verdict === 'passed', campaignId: null, clockOffsetMs });
    }
    await (keepFacts ? keepFacts(db) : insertFactsSnapshot(db, deviceId, { facts, drift: [] }));
    await saveDeviceEvent(db, deviceId, { kind: 'enrolled', actor: by, message: told(device, examined) });
  });
  return saved.name;
}

function told({ availability, reason }: DeviceToSave, examined: Examination | null): string {
  if (!examined) return 'enrolled again while at work';
  return `enrolled: ${availability}${reason ? `, ${reason}` : ''}`;
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
    ...conditionAfterPreflight(examined?.verdict ?? 'passed'),
  };
}
