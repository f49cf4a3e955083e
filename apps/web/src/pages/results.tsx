import type { TopologyView } from '@joulefleet/contracts';
import { Link, useParams } from 'react-router';
import { useRoute } from '../api/use-route';
import { formatCount } from '../format/format';
import { Phase } from '../parts/campaign-progress';
import { SimulatedBadge } from '../parts/badge';
import { Answered, Empty } from '../parts/states';
import { useSearchChoices } from '../parts/use-search-choices';
import { useTitle } from '../parts/use-title';
import styles from './results.module.css';
import { Surface } from './surface';

const METRICS = { energy: 'Energy per inference', latency: 'Latency per batch', power: 'Mean power' } as const;
type Metric = keyof typeof METRICS;

/** What a campaign found over both clocks. Metric, device and workload stand in the address, so that a link shows the same. */
export function Results() {
  const { campaignId = '' } = useParams();
  const [search, set] = useSearchChoices();
  const metric = metricOf(search.get('metric'));
  const query = useRoute('showTopology', { params: { id: campaignId }, query: { metric } });
  useTitle(query.data ? `Results of ${query.data.campaign.name}` : 'Results');
  return (
    <Answered query={query}>
      {(view) => (
        <>
          <h1>
            Results of <Link to={`/campaigns/${view.campaign.id}`}>{view.campaign.name}</Link>{' '}
            <Phase phase={view.campaign.phase} /> <SimulatedBadge simulated={view.simulated} />
          </h1>
          <div className={styles.filters}>
            <label>
              Show{' '}
              <select value={metric} onChange={(event) => set('metric', event.target.value)}>
                {Object.entries(METRICS).map(([each, title]) => (
                  <option key={each} value={each}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
            <Choice name="device" view={view} value={search.get('device') ?? ''} onSet={set} />
            <Choice name="workload" view={view} value={search.get('workload') ?? ''} onSet={set} />
          </div>
          <Notes view={view} />
          <Surfaces view={view} search={search} title={METRICS[metric]} />
        </>
      )}
    </Answered>
  );
}

interface ChoiceProps {
  name: 'device' | 'workload';
  view: TopologyView;
  value: string;
  onSet: (name: string, value: string) => void;
}

function Choice({ name, view, value, onSet }: ChoiceProps) {
  const values = [...new Set(view.surfaces.map((surface) => surface[name]))].sort();
  if (values.length < 2) return null;
  return (
    <label>
      {name === 'device' ? 'Device' : 'Workload'}{' '}
      <select value={value} onChange={(event) => onSet(name, event.target.value)}>
        <option value="">all</option>
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

function Notes({ view: { notes, leftOut } }: { view: TopologyView }) {
  const more =
    leftOut.surfaces > 0 ? [`${formatCount(leftOut.surfaces, 'surface')} left out: name a device or workload.`] : [];
  const all = [...notes, ...more];
  if (all.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {all.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function Surfaces({ view, search, title }: { view: TopologyView; search: URLSearchParams; title: string }) {
  const shown = view.surfaces.filter(({ device, workload }) => {
    return [device, ''].includes(search.get('device') ?? '') && [workload, ''].includes(search.get('workload') ?? '');
  });
  if (shown.length === 0) {
    return (
      <Empty title="No cell with both clocks pinned is accepted yet">
        <p>The map fills in while the campaign goes on.</p>
      </Empty>
    );
  }
  return shown.map((surface) => (
    <Surface
      key={`${surface.device} ${surface.workload} ${surface.graphMode} ${surface.batchSize} ${surface.inferences} ${surface.setting} ${JSON.stringify(surface.options)}`}
      surface={surface}
      unit={unitOf(view, surface.unit)}
      title={title}
      simulated={view.simulated}
    />
  ));
}

/** Energy is per inference, or per what the workload counts. */
function unitOf({ metric, metricUnit }: TopologyView, counted: string): string {
  return metric === 'energy' ? `mJ/${counted}` : metricUnit;
}

function metricOf(text: string | null): Metric {
  return text === 'latency' || text === 'power' ? text : 'energy';
}
