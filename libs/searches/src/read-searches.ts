import { runInSlices } from '@joulefleet/campaigns';
import type { GuidedParameters } from '@joulefleet/core';
import { readEarlierCells, readSearchSpace, type Queryable, type SpaceCell } from '@joulefleet/store';
import { buildSearches } from './build-searches';
import { addEarlierKnowledge } from './earlier-of-search';
import type { GuidedSearch } from './guided-search';

/** The searches of a campaign with its cells and with what they start from. */
export async function readSearches(
  db: Queryable,
  campaignId: string,
  parameters: GuidedParameters,
): Promise<{ cells: SpaceCell[]; searches: GuidedSearch[] }> {
  const cells = await readSearchSpace(db, campaignId);
  const searches = buildSearches(cells, parameters);
  const earlier = await readEarlierCells(
    db,
    parameters.earlierCampaigns ?? [],
    searches.map(({ deviceClass }) => deviceClass),
    searches.map(({ workload }) => workload),
  );
  return { cells, searches: await runInSlices(addEarlierKnowledge(searches, earlier)) };
}
