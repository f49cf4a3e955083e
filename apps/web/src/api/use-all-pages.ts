import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ApiFailure } from './api-failure';
import { collect, PAGE_LIMIT } from './collect-pages';

interface PageCall {
  query: { limit: number; cursor?: string };
  signal: AbortSignal;
}

/** Every entry of a list that the controller answers in pages; the key begins with the id of its route. */
export function useAllPages<Page extends { nextCursor: string | null }, T>(
  key: readonly [string, ...string[]],
  read: (call: PageCall) => Promise<Page>,
  entriesOf: (page: Page) => T[],
): UseQueryResult<T[], ApiFailure> {
  return useQuery<T[], ApiFailure>({
    queryKey: [...key, 'all'],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      collect(async (cursor) => {
        const page = await read({ query: { limit: PAGE_LIMIT, cursor }, signal });
        return { items: entriesOf(page), nextCursor: page.nextCursor };
      }),
  });
}
