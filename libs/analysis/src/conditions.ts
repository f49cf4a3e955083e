import {
  campaignProtocol,
  conditionsOf,
  facts,
  protocolFactors,
  variesInferences,
  type BoardConditions,
  type CampaignProtocol,
} from '@joulefleet/contracts';
import type { CampaignSummary, StoredConditions } from '@joulefleet/store';
import * as z from 'zod';

/** Earlier versions stored one word. */
const storedBaseline = z.preprocess(
  (stored) => (typeof stored === 'string' ? (stored === 'none' ? [] : [stored]) : stored),
  campaignProtocol.shape.baseline,
);
const storedProtocol = campaignProtocol.extend({ baseline: storedBaseline, factors: protocolFactors.prefault({}) });
const repeated = z.object({ repetitions: z.number().int() });

/** How the trials are executed; `campaign extend` raises the repetitions of the file. Null: an older version stored less. */
export function protocolOfCampaign(spec: unknown, campaign: CampaignSummary): CampaignProtocol | null {
  const { success, data } = storedProtocol.safeParse(spec);
  if (!success) return null;
  const extended = repeated.safeParse(campaign.strategyParameters);
  const { factors, ...protocol } = data;
  const inferences = variesInferences(factors) ? null : protocol.inferences;
  return { ...protocol, inferences, ...(extended.success && { repetitions: extended.data.repetitions }) };
}

/** The distinct conditions of each device, in the order in which they came. Yields after each. */
export function* conditionsOfCampaign(stored: StoredConditions['facts']): Generator<void, BoardConditions[]> {
  const distinct = new Map<string, BoardConditions>();
  for (const { device, facts: found } of stored) {
    const { success, data } = facts.safeParse(found);
    yield;
    if (!success) continue;
    const conditions = conditionsOf(device, data);
    distinct.set(JSON.stringify(conditions), conditions);
  }
  return [...distinct.values()];
}

/** A device whose board was changed in the middle of a campaign: its trials were not all made under the same conditions. */
export function* aboutConditions(conditions: readonly BoardConditions[]): Generator<string> {
  const count = new Map<string, number>();
  for (const { device } of conditions) count.set(device, (count.get(device) ?? 0) + 1);
  for (const [device, times] of count) {
    if (times > 1) yield `${device} was changed during the campaign: its trials have ${times} different conditions`;
  }
}
