import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { HealthView } from '@joulefleet/contracts';
import { failureOf, type ApiFailure } from '../api/api-failure';
import { sendRequest } from '../api/send-request';

const EVERY_MS = 5_000;
const NOT_READY = 503;

/** Readiness in parts; one that is not ready is answered as 503, with the same document. */
export function useHealth(): UseQueryResult<HealthView, ApiFailure> {
  return useQuery<HealthView, ApiFailure>({
    queryKey: ['readiness'],
    refetchInterval: EVERY_MS,
    queryFn: async ({ signal }) => {
      const response = await sendRequest('showReady', { signal });
      if (!response.ok && response.status !== NOT_READY) throw await failureOf(response);
      return (await response.json()) as HealthView;
    },
  });
}
