import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntryView, AuditList } from '@joulefleet/contracts';
import type { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';
import type { CallOf } from '../api/routes';

const PAGE_LIMIT = 50;

export type AuditFilters = Omit<NonNullable<CallOf<'listAudit'>['query']>, 'limit' | 'cursor'>;

/** Entries of the audit log, the newest first, page by page. */
export function useAudit(filters: AuditFilters) {
  return useInfiniteQuery<AuditList, ApiFailure, AuditEntryView[], readonly unknown[], string | undefined>({
    queryKey: ['listAudit', filters],
    queryFn: ({ pageParam, signal }) =>
      callRoute('listAudit', { query: { ...filters, limit: PAGE_LIMIT, cursor: pageParam }, signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    select: ({ pages }) => pages.flatMap(({ entries }) => entries),
  });
}
