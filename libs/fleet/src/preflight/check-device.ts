import { driftView } from '@joulefleet/contracts';
import {
  isKnownClass,
  type Fault,
  type FactsDrift,
  type PreflightFinding,
  type PreflightVerdict,
} from '@joulefleet/core';
import type { AgentSession } from '@joulefleet/remote';
import {
  findSameKey,
  inTransaction,
  saveDeviceEvent,
  saveDrift,
  savePreflight,
  type Database,
  type Device,
  type Queryable,
} from '@joulefleet/store';
import { z } from 'zod';
import { factsKeeper, parseFacts } from '../facts/keep-facts';
import { examineDevice } from './examine-device';
import { toFindingView } from './finding-view';

export interface CheckedDevice {
  verdict: PreflightVerdict;
  findings: PreflightFinding[];
  /** From the accepted facts. */
  drift: FactsDrift[];
}

export interface CheckPurpose {
  /** The campaign that it is made for; null: none. */
  for: string | null;
  /** Who asked; the controller when left out. */
  by?: string;
  /** Why the agent does not work through sudo, although it should. */
  sudoRefused?: Fault | null;
}

export interface CheckPorts {
  database: Database;
  /** Runs the writes of a check in one transaction; under the fence of its shard when a worker makes the check. */
  keep?: (save: (db: Queryable) => Promise<void>) => Promise<void>;
}

/**
 * Runs the pre-flight on a device, compares its facts with the accepted ones, and keeps what was found, with an event. How the
 * device stands then is the caller's to decide: `conditionAfterPreflight`.
 * @throws the same faults as `AgentSession`: `executor_alive` (transient) while a shard is executed there; nothing is kept then.
 */
export async function checkDevice(
  { database, keep = (save) => inTransaction(database, save) }: CheckPorts,
  device: Pick<Device, 'id' | 'name' | 'deviceClass' | 'fingerprint' | 'facts' | 'drift'>,
  session: Pick<AgentSession, 'ping' | 'preflight'>,
  { for: campaignId, by = 'controller', sudoRefused = null }: CheckPurpose,
): Promise<CheckedDevice> {
  const { id, name, deviceClass } = device;
  if (!isKnownClass(deviceClass)) throw new Error(`${name} is of no known device class: ${deviceClass}`);
  const acceptedFacts = parseFacts(device.facts);
  const { facts, findings, drift, clockOffsetMs, verdict } = await examineDevice(session, {
    name,
    deviceClass,
    acceptedFacts,
    sudoRefused,
    sharesKeyWith: await findSameKey(database, name, device.fingerprint),
  });
  const toldBefore = z.array(driftView).catch([]).parse(device.drift);
  const keepFacts = await factsKeeper(database, id, facts);
  const passed = verdict === 'passed';
  await keep(async (db) => {
    const preflight = { findings: findings.map(toFindingView), passed, campaignId, clockOffsetMs };
    await savePreflight(db, id, preflight);
    await keepFacts(db);
    await saveDrift(db, id, { facts, drift });
    const message = passed ? 'the pre-flight passed' : `the pre-flight did not pass: ${verdict.reason}`;
    const failed = findings.filter((finding) => !finding.passed).map(toFindingView);
    await saveDeviceEvent(db, id, { kind: 'preflight', actor: by, message, body: { verdict, failed, campaignId } });
    if (drift.length > 0 && told(drift) !== told(toldBefore)) {
      await saveDeviceEvent(db, id, { kind: 'drift', actor: by, message: told(drift), body: { drift } });
    }
  });
  return { verdict, findings, drift };
}

function told(drift: readonly { message: string }[]): string {
  return drift.map(({ message }) => message).join('; ');
}
