import type { NightChange } from '@joulefleet/contracts';
import { pctIn, type Injected } from './story';

/** What the digest says of something that was injected. */
export interface CheckedInjection {
  injected: Injected;
  /** The change that is about it; null: none is. */
  found: NightChange | null;
  /** The night in which it says that it began. */
  night: number | null;
  /** What is wrong with it; empty: nothing. */
  wrong: string[];
}

export interface CheckedDigest {
  injections: CheckedInjection[];
  /** What it names besides. */
  others: NightChange[];
  right: boolean;
}

/** As far as a size may be off, in percentage points. */
const MAX_OFF_PCT = 0.8;

/**
 * Compares what a digest names with what was injected: size, where, first night and cause. Only what is confirmed is named.
 *
 * @param nights moments of the nights, the oldest first.
 */
export function checkDigest(
  changes: readonly NightChange[],
  story: readonly Injected[],
  nights: readonly string[],
): CheckedDigest {
  const left = new Set(changes.filter(({ state }) => state === 'confirmed' || state === 'fixed'));
  const injections = story.map((injected): CheckedInjection => {
    const found = [...left].find((change) => change.about === injected.about) ?? null;
    if (!found) return { injected, found, night: null, wrong: ['not named'] };
    left.delete(found);
    const night = nightOf(found.since.at, nights);
    return { injected, found, night, wrong: mistakes(injected, found, night, nightOf(found.decided!.at, nights)) };
  });
  const others = [...left];
  return { injections, others, right: others.length === 0 && injections.every(({ wrong }) => wrong.length === 0) };
}

function nightOf(at: string, nights: readonly string[]): number {
  return nights.indexOf(at) + 1;
}

function mistakes(injected: Injected, found: NightChange, night: number, decided: number): string[] {
  const { fromNight, seenWithin, cause } = injected;
  const sizes = [pctIn(injected, fromNight), pctIn(injected, decided)];
  const [least, most] = [Math.min(...sizes) - MAX_OFF_PCT, Math.max(...sizes) + MAX_OFF_PCT];
  const { changePct } = found;
  return [
    ...(changePct < least || changePct > most ? [`size ${changePct.toFixed(1)} %`] : []),
    ...(night < fromNight || night > fromNight + seenWithin ? [`first night ${night}`] : []),
    ...(found.cause === cause ? [] : [`cause ${found.cause}`]),
  ];
}
