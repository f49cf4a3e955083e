import { firstTexts } from '@joulefleet/core';

const MAX_SETUPS = 5;

/** That rails were read in more than one way, and what follows from it; none where there is one. */
export function differentSetups(setups: Iterable<string>, consequence = 'compare devices with care'): string[] {
  const all = [...new Set(setups)].sort();
  if (all.length < 2) return [];
  return [`rails were read in different ways (${firstTexts(all, MAX_SETUPS).join('; ')}): ${consequence}`];
}
