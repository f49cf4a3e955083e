import type { NightChanges } from '@joulefleet/contracts';
import { METRIC_WORDS } from '@joulefleet/figures';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { Certainty } from '../../changes/certainty';
import { ChangesFound, isOpen } from '../../changes/changes-found';
import { SeriesList } from '../../changes/series-list';
import { seriesPath } from '../../changes/series-path';
import { VerdictCalendar } from '../../changes/verdict-calendar';
import { VIEWER_ZONE } from '../../format/zone';
import { SimulatedBadge } from '../../parts/badge';
import { Choice } from '../../parts/choice';
import { Answered } from '../../parts/states';
import { useSearchChoices } from '../../parts/use-search-choices';
import { useTitle } from '../../parts/use-title';
import results from '../results/results.module.css';
import styles from '../../changes/changes.module.css';
import { tellStart } from '../../schedules/tell-start';

const EVERY_MS = 30_000;
const SHOWN = [
  ['', 'open'],
  ['all', 'all, also those that are over'],
] as const;

/** What changed over the nights of a schedule, how certain that is, and every series that is judged. */
export function Changes() {
  const { name = '' } = useParams();
  useTitle(`Changes of ${name}`);
  const query = useRoute('showNightChanges', { params: { name } }, { everyMs: EVERY_MS });
  return (
    <Answered isPage query={query}>
      {(view) => <Page view={view} />}
    </Answered>
  );
}

function Page({ view }: { view: NightChanges }) {
  const { schedule, simulated, changes, learning, calendar } = view;
  const [search, set] = useSearchChoices();
  const show = search.get('show') ?? '';
  useLinked();
  return (
    <>
      <h1>
        Changes of <Link to={`/schedules/${schedule}`}>{schedule}</Link> <SimulatedBadge simulated={simulated} />
      </h1>
      <div className={`${results.controls} ${styles.controls}`}>
        <Choice title="Show" value={show} choices={SHOWN} onSet={(value) => set('show', value)} />
      </div>
      <section aria-label="Changes">
        <ChangesFound view={view} shown={show === 'all' ? changes : changes.filter(isOpen)} />
      </section>
      {calendar.length > 0 && <VerdictCalendar schedule={schedule} calendar={calendar} />}
      {learning === 0 && <Certainty view={view} />}
      <Unsteady view={view} />
      {calendar.length > 0 && <SeriesList schedule={schedule} />}
    </>
  );
}

function Unsteady({ view: { schedule, unsteady } }: { view: NightChanges }) {
  if (unsteady.length === 0) return null;
  return (
    <section aria-labelledby="unsteady">
      <h2 id="unsteady">Scatter more than they used to</h2>
      <ul className={styles.list}>
        {unsteady.map(({ about, device, metric, key, night }) => (
          <li key={`${key} ${metric} ${night.at}`}>
            <Link to={seriesPath(schedule, { kind: 'series', key, metric })}>{about}</Link> on {device},{' '}
            {METRIC_WORDS[metric]}, since {tellStart(night.at, VIEWER_ZONE)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A link to a change leads there once it is shown. */
function useLinked(): void {
  useEffect(() => {
    if (location.hash.startsWith('#change-')) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });
}
