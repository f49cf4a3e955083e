import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { TrialList, TrialRow } from '@joulefleet/contracts';
import { useCallback, useMemo } from 'react';
import type { ApiFailure } from '../../api/api-failure';
import { callRoute } from '../../api/call-route';
import type { CallOf } from '../../api/routes';

const PAGE_LIMIT = 200;
/** What is shown of a campaign that goes on is read again this often, while few pages are. */
const REFRESH_MS = 5_000;
const MAX_REFRESHED_PAGES = 3;

export interface KnownTrials {
  rows: readonly TrialRow[];
  total: number;
}

type Filters = Omit<NonNullable<CallOf<'listTrials'>['query']>, 'limit' | 'cursor'>;

/** The trials of a campaign as far as they were scrolled to, and how to read the next page. */
export function useTrials(id: string, filters: Filters, goesOn: boolean) {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery<
    TrialList,
    ApiFailure,
    KnownTrials,
    readonly unknown[],
    string | undefined
  >({
    queryKey: ['listTrials', id, filters],
    queryFn: ({ pageParam, signal }) =>
      callRoute('listTrials', { params: { id }, query: { ...filters, limit: PAGE_LIMIT, cursor: pageParam }, signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    select: knownOf,
    refetchInterval: ({ state }) => goesOn && (state.data?.pages.length ?? 0) <= MAX_REFRESHED_PAGES && REFRESH_MS,
  });
  const readMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return useMemo(() => ({ query: { data, error, refetch }, readMore }), [data, error, refetch, readMore]);
}

function knownOf({ pages }: { pages: TrialList[] }): KnownTrials {
  return { rows: pages.flatMap(({ trials }) => trials), total: pages.at(-1)?.total ?? 0 };
}
