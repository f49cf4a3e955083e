import { findCause, type Change, type FoundCause } from '@joulefleet/core';
import { readNightConditions, type Database, type MeasuredNight } from '@joulefleet/store';
import { evidenceOf, placesOfConditions } from './change-evidence';
import type { NightTable } from './night-table';

/** The cause of each change; null: it went away. */
export async function findCauses(
  database: Database,
  scheduleId: string,
  { nights, table, changes }: { nights: readonly MeasuredNight[]; table: NightTable; changes: readonly Change[] },
): Promise<(FoundCause | null)[]> {
  const places = new Set(changes.flatMap((change) => (hasCause(change) ? placesOfConditions(change) : [])));
  if (places.size === 0) return changes.map(() => null);
  const ticksMs = [...places].map((place) => nights[place]!.tickMs);
  const conditions = await readNightConditions(database, scheduleId, ticksMs);
  return changes.map((change) => {
    if (!hasCause(change)) return null;
    const needed = new Set(placesOfConditions(change).map((place) => nights[place]!.tickMs));
    const own = conditions.filter(({ tickMs }) => needed.has(tickMs));
    return findCause(evidenceOf(change, table, nights, own));
  });
}

function hasCause({ state }: Change): boolean {
  return state !== 'went_away';
}
