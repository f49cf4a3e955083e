import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { ApiFailure } from './api-failure';
import { callRoute } from './call-route';
import type { AnswerOf, CallOf, RouteId } from './routes';

interface ReadOptions {
  /** Read again this often, for what no event reports. */
  everyMs?: number;
  /** False: not yet, or not for who is signed in. */
  enabled?: boolean;
}

/** What a route answers, kept and read again when an event says that it changed. */
export function useRoute<Id extends RouteId>(
  id: Id,
  call: CallOf<Id>,
  { everyMs, enabled = true }: ReadOptions = {},
): UseQueryResult<AnswerOf<Id>, ApiFailure> {
  return useQuery<AnswerOf<Id>, ApiFailure>({
    queryKey: [id, call.params, call.query],
    queryFn: ({ signal }) => callRoute(id, { ...call, signal }),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** Sends something that changes the fleet or a campaign; everything shown is read again afterwards. */
export function useChange<Id extends RouteId>(id: Id): UseMutationResult<AnswerOf<Id>, ApiFailure, CallOf<Id>> {
  const queries = useQueryClient();
  return useMutation<AnswerOf<Id>, ApiFailure, CallOf<Id>>({
    mutationFn: (call) => callRoute(id, call),
    onSettled: () => queries.invalidateQueries(),
  });
}
