import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '@joulefleet/contracts';
import { notThereYet } from '@joulefleet/core';
import type { AgentSession } from '@joulefleet/remote';

/** A GPU's clock has been seen to come 25 s after the boot; who enrolls a board waits no longer than this. */
const PATIENCE_MS = 45_000;
const POLL_INTERVAL_MS = 3_000;

/**
 * Facts of a board, read again while something is missing that may still come. Those of the last look when it does not.
 * @throws the same faults as `AgentSession`.
 */
export async function factsOnceThere(
  session: Pick<AgentSession, 'facts'>,
  first: Facts,
  { patienceMs, everyMs } = { patienceMs: PATIENCE_MS, everyMs: POLL_INTERVAL_MS },
): Promise<Facts> {
  const endMs = performance.now() + patienceMs;
  let facts = first;
  while (notThereYet(facts, null).length > 0 && performance.now() < endMs) {
    await sleep(everyMs);
    facts = await session.facts();
  }
  return facts;
}
