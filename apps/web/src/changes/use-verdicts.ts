import { useQueries } from '@tanstack/react-query';
import { callRoute } from '../api/call-route';
import type { Verdict } from './verdict-badge';

/** Verdicts change with nights and marks only. */
const EVERY_MS = 60_000;

/** What nights showed, by schedule and due time; undefined where that is not known: it was not measured, or not judged yet. */
export type VerdictOf = (schedule: string, at: string) => Verdict | undefined;

/** Verdicts of all nights of some schedules. */
export function useVerdicts(schedules: readonly string[]): VerdictOf {
  return useQueries({
    queries: schedules.map((name) => ({
      queryKey: ['showNightChanges', { name }],
      staleTime: EVERY_MS,
      refetchInterval: EVERY_MS,
      queryFn: ({ signal }: { signal: AbortSignal }) => callRoute('showNightChanges', { params: { name }, signal }),
    })),
    combine: (results): VerdictOf => {
      const known = new Map(
        results.flatMap(({ data }) =>
          (data?.calendar ?? []).map(({ night, verdict }) => [keyOf(data!.schedule, night.at), verdict] as const),
        ),
      );
      return (schedule, at) => known.get(keyOf(schedule, at));
    },
  });
}

function keyOf(schedule: string, at: string): string {
  return `${schedule} ${at}`;
}
