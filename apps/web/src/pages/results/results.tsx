import type { CampaignView } from '@joulefleet/contracts';
import type { ComponentType } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { SimulatedBadge } from '../../parts/badge';
import { Phase } from '../../parts/campaign-progress';
import { Answered } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { BatchResults } from './batch-results';
import { ComparisonResults } from './comparison-results';
import { DeviceResults } from './device-results';
import { FrontResults } from './front-results';
import { GovernorResults } from './governor-results';
import { GraphResults } from './graph-results';
import { PhaseResults } from './phase-results';
import { ResultFiles } from './result-files';
import styles from './results.module.css';
import { SweepResults } from './sweep-results';
import { TopologyResults } from './topology-results';
import type { ViewProps } from './view-props';

const VIEWS: Readonly<Record<string, readonly [title: string, View: ComponentType<ViewProps>]>> = {
  topology: ['Topology', TopologyResults],
  sweep: ['Clock sweep', SweepResults],
  batches: ['Batch size', BatchResults],
  graphs: ['Graphs and runtimes', GraphResults],
  governors: ['Governors', GovernorResults],
  phases: ['Phases', PhaseResults],
  front: ['Pareto front', FrontResults],
  devices: ['Devices', DeviceResults],
  comparison: ['Another campaign', ComparisonResults],
  files: ['Files', ResultFiles],
};
const FIRST = 'topology';

/** What a campaign found. View and filters are in the URL, so that a link shows the same. */
export function Results() {
  const { campaignId = '' } = useParams();
  const [search] = useSearchParams();
  const query = useRoute('showCampaign', { params: { id: campaignId } });
  const asked = search.get('view') ?? FIRST;
  const [title, View] = VIEWS[Object.hasOwn(VIEWS, asked) ? asked : FIRST]!;
  useTitle(query.data ? `${title} of ${query.data.name}` : 'Results');
  return (
    <Answered isPage query={query}>
      {(campaign) => (
        <>
          <h1 className={styles.title}>
            Results of <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link> <Phase phase={campaign.phase} />{' '}
            <SimulatedBadge simulated={campaign.simulated} />
          </h1>
          <nav className={styles.views} aria-label="Views of the results">
            {Object.entries(VIEWS).map(([each, [shown]]) => (
              <Link
                key={each}
                to={{ search: searchOf(search, each) }}
                aria-current={shown === title ? 'page' : undefined}
              >
                {shown}
              </Link>
            ))}
            <Link to={`/answer?campaign=${campaign.id}`}>Answer…</Link>
          </nav>
          <SoFar trials={campaign.trials} />
          <View key={title} campaignId={campaignId} />
        </>
      )}
    </Answered>
  );
}

/** Where not all that was planned counts: what the figures are from. */
function SoFar({ trials: { accepted, total } }: Pick<CampaignView, 'trials'>) {
  if (accepted === total) return null;
  return (
    <p className={styles.quiet}>
      From {accepted.toLocaleString()} accepted of {total.toLocaleString()} planned trials.
    </p>
  );
}

/** Another view of the same devices and workloads. */
function searchOf(search: URLSearchParams, view: string): string {
  const next = new URLSearchParams();
  if (view !== FIRST) next.set('view', view);
  for (const kept of ['device', 'workload', 'batchSize']) {
    const value = search.get(kept);
    if (value !== null) next.set(kept, value);
  }
  return next.toString();
}
