import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ApiFailure } from './api-failure';
import { callRoute } from './call-route';
import type { AnswerOf, CallOf, RouteId } from './routes';

/** Routes that answer page by page. */
type PagedId = { [Id in RouteId]: AnswerOf<Id> extends { nextCursor: string | null } ? Id : never }[RouteId];

/** The pages of a route as far as they were asked for, the first at once, and how to read one more; null: there is none. */
export function usePages<Id extends PagedId>(id: Id, call: CallOf<Id>) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery<
    AnswerOf<Id>,
    ApiFailure,
    AnswerOf<Id>[],
    readonly unknown[],
    string | undefined
  >({
    queryKey: [id, call.params, call.query, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      callRoute(id, {
        ...call,
        query: { ...(call.query as object | undefined), cursor: pageParam },
        signal,
      } as CallOf<Id>),
    initialPageParam: undefined,
    getNextPageParam: (page) => (page as { nextCursor: string | null }).nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    select: ({ pages }) => pages,
  });
  return {
    query: { data, error, refetch },
    readMore: hasNextPage ? () => void fetchNextPage() : null,
    isReading: isFetchingNextPage,
  };
}
