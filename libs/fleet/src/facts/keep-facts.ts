import { isDeepStrictEqual } from 'node:util';
import { facts as factsSchema, type Facts } from '@joulefleet/contracts';
import { compareFacts } from '@joulefleet/core';
import { findLatestFacts, insertFactsSnapshot, type Database, type Queryable } from '@joulefleet/store';

/** A snapshot without a change is kept this often. */
const DAILY_MS = 86_400_000;

/** Stored facts, as far as this version understands them. */
export function parseFacts(stored: unknown): Facts | null {
  const parsed = factsSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** Facts of a board at work with the power mode, cores and limits of clocks that it has at rest: those in force are the shard's. */
export function withLimitsOf(facts: Facts, atRest: Facts | null): Facts {
  const policies = new Map(atRest?.cpuPolicies.map((policy) => [policy.policy, policy]));
  const limitsOf = (policy: number) => {
    const known = policies.get(policy);
    return known && { governor: known.governor, minKhz: known.minKhz, maxKhz: known.maxKhz };
  };
  const gpu = atRest?.gpu && { governor: atRest.gpu.governor, minHz: atRest.gpu.minHz, maxHz: atRest.gpu.maxHz };
  return {
    ...facts,
    ...(atRest && { powerMode: atRest.powerMode, cores: atRest.cores }),
    cpuPolicies: facts.cpuPolicies.map((each) => ({ ...each, ...limitsOf(each.policy) })),
    gpu: facts.gpu && { ...facts.gpu, ...gpu },
  };
}

/**
 * Decides whether what a probe read becomes a snapshot of its own: when something but state has changed since the last one, the
 * levels of a knob among it, or
 * that one is a day old. The answer keeps it, within a transaction.
 */
export async function factsKeeper(
  database: Database,
  deviceId: string,
  facts: Facts,
): Promise<(db: Queryable) => Promise<void>> {
  const latest = await findLatestFacts(database, deviceId);
  const before = latest && parseFacts(latest.facts);
  const drift = before ? compareFacts(before, facts) : [];
  const offersOf = (found: Facts | null) => [found?.knobs, found?.powerModes];
  const offersChanged = !isDeepStrictEqual(offersOf(before), offersOf(facts));
  const due =
    !latest ||
    !before ||
    drift.length > 0 ||
    offersChanged ||
    Math.abs(Date.now() - latest.takenAt.getTime()) >= DAILY_MS;
  return async (db) => {
    if (due) await insertFactsSnapshot(db, deviceId, { facts, drift });
  };
}
