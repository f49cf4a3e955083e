import { useEffect, useState } from 'react';
import { useRoute } from '../api/use-route';
import { Answered, Empty } from '../parts/states';
import type { TimeSpan } from './lane-scale';
import { Lanes } from './lanes';

const EVERY_MS = 5_000;
const REST_MS = 250;

interface LanesProps {
  campaignId: string;
  /** It is not measured any more. */
  over: boolean;
}

/** What each device did, and when: the whole time, or a part of it to look at more closely. */
export function LanesSection({ campaignId, over }: LanesProps) {
  /** Null: all of it, however long it gets. */
  const [view, setView] = useState<TimeSpan | null>(null);
  const rested = useRested(view);
  const query = rested && { from: new Date(rested.fromMs).toISOString(), to: new Date(rested.toMs).toISOString() };
  const lanes = useRoute(
    'showLanes',
    { params: { id: campaignId }, query: query ?? {} },
    { everyMs: over ? undefined : EVERY_MS },
  );
  return (
    <section aria-labelledby="lanes">
      <h2 id="lanes">What each device did</h2>
      <Answered query={lanes}>
        {(answer) =>
          answer.lanes.every(
            ({ shards, trials, conditions }) => shards.length + trials.length + conditions.length === 0,
          ) && view === null ? (
            <Empty title="No device has had work of this campaign yet" />
          ) : (
            <Lanes
              campaignId={campaignId}
              answer={answer}
              view={view}
              isOld={lanes.isPlaceholderData || rested !== view}
              onView={setView}
            />
          )
        }
      </Answered>
    </section>
  );
}

/** What is asked of the controller once nobody moves any more. */
function useRested(view: TimeSpan | null): TimeSpan | null {
  const [rested, setRested] = useState(view);
  useEffect(() => {
    const timer = setTimeout(() => setRested(view), REST_MS);
    return () => clearTimeout(timer);
  }, [view]);
  return rested;
}
