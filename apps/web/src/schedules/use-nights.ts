import { useQueries } from '@tanstack/react-query';
import type { NightView } from '@joulefleet/contracts';
import type { ApiFailure } from '../api/api-failure';
import { callRoute } from '../api/call-route';

const EVERY_MS = 10_000;
const LIMIT = 500;

interface KnownNights {
  nights: NightView[];
  /** Schedules of which there are more than are shown. */
  cut: string[];
  error: ApiFailure | null;
  refetch: () => void;
}

/** The nights of some schedules that were due in a span. */
export function useNights(schedules: readonly string[], span: { from: string; to: string }): KnownNights {
  return useQueries({
    queries: schedules.map((name) => ({
      queryKey: ['listNights', { name }, span],
      refetchInterval: EVERY_MS,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        callRoute('listNights', { params: { name }, query: { ...span, limit: LIMIT }, signal }),
    })),
    combine: (results) => ({
      nights: results.flatMap(({ data }) => data?.nights ?? []),
      cut: schedules.filter((_, at) => results[at]?.data?.nights.length === LIMIT),
      error: (results.find(({ error }) => error !== null)?.error ?? null) as ApiFailure | null,
      refetch: () => results.forEach((result) => void result.refetch()),
    }),
  });
}
