import type { Facts } from '@joulefleet/contracts';
import {
  compareFacts,
  judgePreflight,
  verdictOf,
  type KnownClass,
  type FactsDrift,
  type Fault,
  type PreflightFinding,
  type PreflightVerdict,
} from '@joulefleet/core';
import type { AgentSession } from '@joulefleet/remote';
import { explainPrivilege } from './explain-privilege';
import { factsAsAccepted } from './facts-as-accepted';
import { limitsAsMode } from './limits-as-mode';
import { measureClockOffset } from './measure-clock-offset';
import { ownHostKey } from './own-host-key';
import { waitForLate } from './wait-for-late';

/** What a device is held against. */
export interface Expectation {
  name: string;
  deviceClass: KnownClass;
  /** Null: what it is now is right. */
  acceptedFacts: Facts | null;
  /** Why the agent does not work through sudo, although it should. */
  sudoRefused: Fault | null;
  /** Names of other devices with the same host key. */
  sharesKeyWith: readonly string[];
}

export interface Examination {
  facts: Facts;
  findings: PreflightFinding[];
  /** From the accepted facts. */
  drift: FactsDrift[];
  clockOffsetMs: number;
  verdict: PreflightVerdict;
}

/** Runs the pre-flight on a device and judges it; nothing is stored. @throws the same faults as `AgentSession`. */
export async function examineDevice(
  session: Pick<AgentSession, 'ping' | 'preflight'>,
  { name, deviceClass, acceptedFacts, sudoRefused, sharesKeyWith }: Expectation,
): Promise<Examination> {
  const clockOffsetMs = await measureClockOffset(session);
  const evidence = await session.preflight();
  const powerMode = acceptedFacts?.powerMode ?? null;
  const { facts } = evidence;
  const drift = acceptedFacts ? compareFacts(acceptedFacts, facts) : [];
  const plain = judgePreflight(evidence, { deviceClass, powerMode, clockOffsetMs });
  const judged = [...explainPrivilege(plain, sudoRefused), limitsAsMode(facts), ownHostKey(sharesKeyWith, name)];
  const compared = acceptedFacts ? [...judged, factsAsAccepted(drift, name)] : judged;
  const findings = waitForLate(compared, facts, acceptedFacts, drift);
  return { facts, findings, drift, clockOffsetMs, verdict: verdictOf(findings) };
}
