import type { CampaignSearchView, OneSearchView } from '@joulefleet/contracts';
import {
  cellOf,
  describeCertainty,
  describeEarlier,
  describePhase,
  describePurpose,
  describeTarget,
  renderCsv,
  searchCourse,
  searchMap,
  searchPanels,
  timeTaken,
  variedLevels,
} from '@joulefleet/figures';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { formatCount, formatDuration } from '../../format/format';
import { SimulatedBadge } from '../../parts/badge';
import { FigureChart } from '../../parts/figure-chart';
import { ScrollTable } from '../../parts/scroll-table';
import { Answered } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import styles from './search.module.css';

const EVERY_MS = 5_000;
const COLUMNS = ['#', 'Device', 'Cell', 'Why', 'Measured', 'Took'];
/** Maps of more panels say the same at length. */
const MAX_PANELS = 6;

/** What a guided search has tried, what it believes now, and how sure it is. */
export function Search() {
  const { campaignId = '' } = useParams();
  const [over, setOver] = useState(false);
  const query = useRoute('showSearch', { params: { id: campaignId } }, { everyMs: over ? undefined : EVERY_MS });
  const isOver = query.data?.searches.every((search) => search.over) ?? false;
  if (isOver !== over) setOver(isOver);
  useTitle(query.data ? `Search of ${query.data.name}` : 'Search');
  return (
    <Answered isPage query={query}>
      {(view) => <Page view={view} />}
    </Answered>
  );
}

function Page({ view: { id, name, simulated, searches } }: { view: CampaignSearchView }) {
  return (
    <>
      <h1>
        Search of {name} <SimulatedBadge simulated={simulated} />
      </h1>
      <p>
        <Link to={`/campaigns/${id}`}>The campaign</Link> <Link to={`/campaigns/${id}/results`}>Results</Link>{' '}
        <Link to={`/campaigns/${id}/trials`}>Trials</Link>
      </p>
      {searches.map((search) => (
        <OneSearch key={keyOf(search)} search={search} campaignId={id} simulated={simulated} />
      ))}
    </>
  );
}

interface OneSearchProps {
  search: OneSearchView;
  campaignId: string;
  simulated: boolean;
}

function OneSearch({ search, campaignId, simulated }: OneSearchProps) {
  const name = keyOf(search);
  const panels = useMemo(() => searchPanels(search), [search]);
  const course = useMemo(() => searchCourse(search, simulated), [search, simulated]);
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>
        {search.workload} on {search.deviceClass}
      </h2>
      <Certificate search={search} />
      {panels.slice(0, MAX_PANELS).map((panel) => {
        const figure = searchMap(search, panel, simulated);
        return (
          <FigureChart
            key={panel.title}
            figure={figure}
            name={`search-${name}-${panel.title}`}
            csv={() => renderCsv(figure.table!.columns, figure.table!.rows)}
            simulated={simulated}
          />
        );
      })}
      <FigureChart
        figure={course}
        name={`course-${name}`}
        csv={() => renderCsv(course.table!.columns, course.table!.rows)}
        simulated={simulated}
      />
      <Path search={search} campaignId={campaignId} />
    </section>
  );
}

/** What is certain, and what it took. */
function Certificate({ search }: { search: OneSearchView }) {
  const { verdict, over, deviceS, devices } = search;
  const { usedS, ofSweepPct } = timeTaken(search);
  const earlier = describeEarlier(search);
  return (
    <div className={styles.certificate} data-outcome={over ? verdict.outcome : 'open'}>
      <p className={styles.outcome}>{over ? OUTCOMES[verdict.outcome] : 'Searching'}</p>
      <p>
        For {describeTarget(search.target)}. {capitalised(describePhase(search))} on {devices.join(', ')}.
      </p>
      {earlier !== null && <p>{earlier}</p>}
      {describeCertainty(search).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {over && <p>{verdict.reason}</p>}
      {verdict.version !== null && <p>The verdict is that of version {verdict.version}.</p>}
      <p>
        Device time {formatDuration(usedS)}
        {deviceS.sweep !== null && ofSweepPct !== null
          ? `; the sweep would take ${formatDuration(deviceS.sweep)}: ${ofSweepPct.toFixed(1)} % of it.`
          : '.'}
      </p>
    </div>
  );
}

const OUTCOMES: Readonly<Record<OneSearchView['verdict']['outcome'], string>> = {
  certified: 'Certified',
  budget: 'The budget has ended',
  ended: 'The method has ended',
  infeasible: 'No cell keeps the limits',
  'nothing measured': 'Nothing was measured',
  stopped: 'Stopped before its end',
};

/** Every trial in the order in which it was proposed. */
function Path({ search, campaignId }: { search: OneSearchView; campaignId: string }) {
  const { steps, cells, target, workload, deviceClass } = search;
  const varied = useMemo(() => variedLevels(cells), [cells]);
  const columns = COLUMNS.map((title) => (title === 'Measured' && target.unit ? `Measured, ${target.unit}` : title));
  return (
    <details open={steps.length > 0 && steps.length <= 60}>
      <summary>{formatCount(steps.length, 'trial')} in the order in which they were proposed</summary>
      <ScrollTable label={`Path of the search of ${workload} on ${deviceClass}`} columns={columns} framed>
        {steps.map((step, index) => {
          const cell = cellOf(search, step.cell);
          return (
            <tr key={step.trialId}>
              <td>{index + 1}</td>
              <td>{step.device}</td>
              <th scope="row">
                <Link to={`/campaigns/${campaignId}/trials/${step.trialId}`}>
                  {cell ? varied.describe(cell) : step.cell}
                </Link>
              </th>
              <td>{describePurpose(step)}</td>
              <td>{step.cost === null ? step.state : Number(step.cost.toPrecision(4))}</td>
              <td>{step.deviceS === null ? '' : formatDuration(step.deviceS)}</td>
            </tr>
          );
        })}
      </ScrollTable>
    </details>
  );
}

function keyOf({ workload, deviceClass, command }: OneSearchView): string {
  return [workload, deviceClass, ...command].join('-').replace(/[^\w.-]+/g, '-');
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
