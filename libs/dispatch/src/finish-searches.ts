import { runInSlices } from '@joulefleet/campaigns';
import { strategySpec, type StoredSearchEnds } from '@joulefleet/contracts';
import type { GuidedParameters } from '@joulefleet/core';
import { endSearches, readSearches, toStoredEnds } from '@joulefleet/searches';
import {
  finishSearch,
  listSearchesToFinish,
  readSearchDevices,
  readSearchTrials,
  type Database,
  type SearchToFinish,
} from '@joulefleet/store';

/**
 * Finishes searches that were stopped or cancelled, with the verdicts of what they found by then. One whose verdicts cannot be computed is finished
 * without.
 *
 * @param version of the product, that verdicts are stored with.
 */
export async function finishSearches(
  database: Database,
  version: string,
  onFault: (campaignId: string, error: Error) => void,
): Promise<void> {
  for (const search of await listSearchesToFinish(database)) {
    const ends = await endsOf(database, search, version).catch((error: Error) => {
      onFault(search.id, error);
      return null;
    });
    await finishSearch(database, search.id, ends);
  }
}

async function endsOf(
  { pool }: Database,
  { id, parameters }: SearchToFinish,
  version: string,
): Promise<StoredSearchEnds> {
  const guided = strategySpec.parse({ name: 'search', parameters }).parameters as GuidedParameters;
  const { searches } = await readSearches(pool, id, guided);
  const retired = (await readSearchDevices(pool, id)).filter(({ availability }) => availability === 'retired');
  const left = new Set(retired.map(({ deviceId }) => deviceId));
  const ends = await runInSlices(endSearches(searches, await readSearchTrials(pool, id), left));
  return toStoredEnds(searches, ends, version);
}
