import { facts as factsSchema, type Facts } from '@joulefleet/contracts';
import { compareFacts, sampleMoments } from '@joulefleet/core';
import type { NightConditions } from '@joulefleet/store';

/** What of a device is not as it was. */
export interface ConditionDifferences {
  /** Names of facts. */
  facts: string[];
  /** How its power is read, or the calibration. */
  sensor: boolean;
  /** Null: a temperature is missing. */
  warmerByC: number | null;
}

/** A night of a device against the nights before it, the oldest first: facts and sensor against the last one, temperature against all. */
export function conditionDifferences(
  before: readonly NightConditions[],
  now: NightConditions | undefined,
): ConditionDifferences {
  const last = before.at(-1);
  const facts = now && last ? changedFacts(last.facts, now.facts) : [];
  const temperatures = before.flatMap(({ temperatureC }) => temperatureC ?? []);
  const isKnown = now && now.temperatureC !== null && temperatures.length > 0;
  return {
    facts,
    sensor: facts.includes('rails') || areOthers(last?.sensors, now?.sensors),
    warmerByC: isKnown ? now.temperatureC! - sampleMoments(temperatures).mean : null,
  };
}

function areOthers(before: string[] | null | undefined, now: string[] | null | undefined): boolean {
  return Boolean(before && now && before.join('\n') !== now.join('\n'));
}

/** None where either cannot be read. */
function changedFacts(before: unknown, after: unknown): string[] {
  const [old, now] = [factsSchema.safeParse(before), factsSchema.safeParse(after)];
  if (!old.success || !now.success) return [];
  return [...compareFacts(old.data, now.data).map(({ field }) => field), ...moreChangedFacts(old.data, now.data)];
}

/** What is no drift of a device, and yet changes what it draws. */
function moreChangedFacts(before: Facts, after: Facts): string[] {
  const fanOf = ({ fan }: Facts): string => JSON.stringify(fan && [fan.controlled, fan.controlled ? null : fan.pwm]);
  return [
    ...(fanOf(before) === fanOf(after) ? [] : ['fan']),
    ...(before.accelerator?.driver === after.accelerator?.driver ? [] : ['accelerator.driver']),
  ];
}
