import { useQueryClient } from '@tanstack/react-query';
import type { ReportView } from '@joulefleet/contracts';
import { addPage, concludePages, MovedCells, noResults, type RecomputedResults } from '@joulefleet/figures';
import { useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../../api/api-failure';
import { callRoute } from '../../api/call-route';

/** The report before anything was written: which cells were the optima, and what cells are called. */
type Before = Pick<ReportView, 'rows'>;

/** How far judging anew is. */
export type Recomputing =
  | { at: 'begin' }
  | { at: 'works'; applied: boolean; judged: number }
  /** What was judged before it stays written where it was applied. */
  | { at: 'failed'; applied: boolean; judged: number; failure: ApiFailure }
  | { at: 'done'; results: RecomputedResults; before: Before };

interface Recompute {
  now: Recomputing;
  run: (apply: boolean) => void;
  stop: () => void;
}

/** Judges a campaign anew, page after page, for as long as its page is open. */
export function useRecompute(campaignId: string): Recompute {
  const queries = useQueryClient();
  const [now, setNow] = useState<Recomputing>({ at: 'begin' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (apply: boolean): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    let judged = 0;
    const note = (next: Recomputing): void => void (signal.aborted || setNow(next));
    note({ at: 'works', applied: apply, judged });
    try {
      const pages = recomputeAll(campaignId, apply, signal, (count) => {
        note({ at: 'works', applied: apply, judged: (judged = count) });
      });
      note({ at: 'done', ...(await pages) });
    } catch (failure) {
      if (signal.aborted) return;
      if (!(failure instanceof ApiFailure)) throw failure;
      note({ at: 'failed', applied: apply, judged, failure });
    } finally {
      if (apply) void queries.invalidateQueries();
    }
  };
  const stop = (): void => {
    running.current?.abort();
    setNow({ at: 'begin' });
  };
  return { now, run: (apply) => void run(apply), stop };
}

/** @throws ApiFailure */
async function recomputeAll(
  campaignId: string,
  apply: boolean,
  signal: AbortSignal,
  onPage: (judged: number) => void,
): Promise<{ results: RecomputedResults; before: Before }> {
  const params = { id: campaignId };
  const before = await callRoute('showReport', { params, signal });
  const [results, cells] = [noResults(campaignId, apply), new MovedCells()];
  for (let after: string | null | undefined; after !== null;) {
    const page = await callRoute('recomputeResults', { params, body: { apply, after }, signal });
    addPage(results, page, cells);
    onPage(results.judged);
    after = page.next;
  }
  concludePages(results, cells, before);
  return { results, before };
}
