import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CampaignView, DeviceView, UserView } from '@joulefleet/contracts';
import type { ApiFailure } from './api-failure';
import { callRoute } from './call-route';

export const PAGE_LIMIT = 500;

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Every device of the fleet. */
export function useDevices(): UseQueryResult<DeviceView[], ApiFailure> {
  return useQuery<DeviceView[], ApiFailure>({
    queryKey: ['listDevices'],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      collect(async (cursor) => {
        const { devices, nextCursor } = await callRoute('listDevices', {
          query: { limit: PAGE_LIMIT, cursor },
          signal,
        });
        return { items: devices, nextCursor };
      }),
  });
}

/** Every campaign that the caller may see; no event of the fleet's stream reports their progress. */
export function useCampaigns(everyMs: number, archived = false): UseQueryResult<CampaignView[], ApiFailure> {
  return useQuery<CampaignView[], ApiFailure>({
    queryKey: ['listCampaigns', archived],
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    queryFn: ({ signal }) =>
      collect(async (cursor) => {
        const page = await callRoute('listCampaigns', {
          query: { limit: PAGE_LIMIT, cursor, archived: archived ? 'true' : undefined },
          signal,
        });
        return { items: page.campaigns, nextCursor: page.nextCursor };
      }),
  });
}

/** Every user, for who may list them. */
export function useUsers(enabled: boolean): UseQueryResult<UserView[], ApiFailure> {
  return useQuery<UserView[], ApiFailure>({
    queryKey: ['listUsers'],
    enabled,
    queryFn: ({ signal }) =>
      collect(async (cursor) => {
        const { users, nextCursor } = await callRoute('listUsers', { query: { limit: PAGE_LIMIT, cursor }, signal });
        return { items: users, nextCursor };
      }),
  });
}

export async function collect<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { items, nextCursor } = await page(cursor);
    found.push(...items);
    cursor = nextCursor;
  }
  return found;
}
