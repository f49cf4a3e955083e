import type { StoredSearchEnds } from '@joulefleet/contracts';
import type { SearchEnd } from '@joulefleet/core';
import type { GuidedSearch } from './guided-search';

type EndedSearch = StoredSearchEnds['searches'][number];

/** How the searches of a campaign ended, as it is stored with the version of the product that computed it. */
export function toStoredEnds(
  searches: readonly GuidedSearch[],
  ends: readonly SearchEnd[],
  version: string,
): StoredSearchEnds {
  return { version, searches: searches.map((search, index) => toStored(search, ends[index]!)) };
}

function toStored({ deviceClass, workload, command }: GuidedSearch, { phase, verdict }: SearchEnd): EndedSearch {
  const { front, probability, savingPct } = verdict;
  const isKnown = savingPct !== null && Object.values(savingPct).every((each) => Number.isFinite(each));
  const figures = {
    probability: Number.isFinite(probability) ? probability : 0,
    savingPct: isKnown ? savingPct : null,
  };
  return {
    deviceClass,
    workload,
    command: [...command],
    phase,
    verdict: { ...verdict, ...figures, front: [...front] },
  };
}

/** What is stored of one search; null: nothing. */
export function storedEndOf(
  stored: StoredSearchEnds | null,
  { deviceClass, workload, command }: GuidedSearch,
): EndedSearch | null {
  const isIt = (each: EndedSearch): boolean =>
    each.deviceClass === deviceClass &&
    each.workload === workload &&
    JSON.stringify(each.command) === JSON.stringify(command);
  return stored?.searches.find(isIt) ?? null;
}
