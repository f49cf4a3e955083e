import type { UseQueryResult } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { ApiFailure } from '../../api/api-failure';
import type { AnswerOf, CallOf } from '../../api/routes';
import { useRoute } from '../../api/use-route';
import type { Filter } from './result-view';

type ViewRoute =
  | 'showTopology'
  | 'showSweep'
  | 'showBatches'
  | 'showImplementations'
  | 'showGovernors'
  | 'showPhases'
  | 'showFront'
  | 'showDevices';

interface ReadView<Id extends ViewRoute> {
  /** By the filters of the address. */
  query: UseQueryResult<AnswerOf<Id>, ApiFailure>;
  /** Without them, for what may be chosen; undefined: not known yet. */
  all: AnswerOf<Id> | undefined;
}

/** A view of a campaign by the filters of the address; `own` is what else the route takes. */
export function useResultView<Id extends ViewRoute>(
  id: Id,
  campaignId: string,
  filters: readonly Filter[],
  own: Readonly<Record<string, string | undefined>> = {},
): ReadView<Id> {
  const [search] = useSearchParams();
  const chosen = Object.fromEntries(
    filters.flatMap((filter) => {
      const value = search.get(filter);
      return value ? [[filter, value]] : [];
    }),
  );
  const call = (query: object): CallOf<Id> => ({ params: { id: campaignId }, query }) as unknown as CallOf<Id>;
  const query = useRoute(id, call({ ...own, ...chosen }));
  const all = useRoute(id, call(own));
  return { query, all: all.data };
}
