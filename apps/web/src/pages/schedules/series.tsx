import type { NightSeriesView } from '@joulefleet/contracts';
import { METRIC_WORDS, nightSeriesAsCsv, nightSeriesFigure, whereOf } from '@joulefleet/figures';
import { useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { ChangesFound } from '../../changes/changes-found';
import { seriesPath } from '../../changes/series-path';
import { FigureChart } from '../../parts/figure-chart';
import { Answered } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import type { CallOf } from '../../api/routes';

type Query = NonNullable<CallOf<'showNightSeries'>['query']>;

const EVERY_MS = 60_000;
const KINDS: readonly NonNullable<Query['kind']>[] = ['series', 'group', 'device'];
const METRICS = Object.keys(METRIC_WORDS) as (keyof typeof METRIC_WORDS)[];

/** One series over the nights of a schedule. Which one is in the URL. */
export function Series() {
  const { name = '' } = useParams();
  const [search] = useSearchParams();
  const query = {
    kind: KINDS.find((each) => each === search.get('kind')) ?? 'series',
    key: search.get('key') ?? '',
    metric: METRICS.find((each) => each === search.get('metric')) ?? 'energy',
  };
  const series = useRoute('showNightSeries', { params: { name }, query }, { everyMs: EVERY_MS });
  useTitle(series.data ? whereOf(series.data) : 'Series');
  return (
    <Answered isPage query={series}>
      {(view) => <Page view={view} />}
    </Answered>
  );
}

function Page({ view }: { view: NightSeriesView }) {
  const { schedule, kind, key, metric, device, simulated } = view;
  const found = useRoute('showNightChanges', { params: { name: schedule } });
  const changes = useMemo(
    () => (found.data?.changes ?? []).filter(({ id }) => view.changes.includes(id)),
    [found.data, view.changes],
  );
  const figure = useMemo(() => nightSeriesFigure(view, changes), [view, changes]);
  return (
    <>
      <h1>{whereOf(view)}</h1>
      <p>
        Over the nights of <Link to={`/schedules/${schedule}`}>{schedule}</Link>;{' '}
        <Link to={`/schedules/${schedule}/changes`}>all changes</Link>
        {device !== null && kind === 'series' && (
          <>
            , <Link to={seriesPath(schedule, { kind: 'device', key: device, metric })}>{device} as a whole</Link>
          </>
        )}
        . Also{' '}
        {METRICS.filter((each) => each !== metric).map((each, i) => (
          <span key={each}>
            {i > 0 && ', '}
            <Link to={seriesPath(schedule, { kind, key, metric: each })}>{METRIC_WORDS[each]}</Link>
          </span>
        ))}
        .
      </p>
      <FigureChart
        figure={figure}
        name={`nights-${schedule}-${metric}-${whereOf(view)}`}
        csv={() => nightSeriesAsCsv(view)}
        simulated={simulated}
      />
      {changes.length > 0 && found.data && (
        <section aria-labelledby="changes">
          <h2 id="changes">Its changes</h2>
          <ChangesFound view={found.data} shown={changes} />
        </section>
      )}
    </>
  );
}
