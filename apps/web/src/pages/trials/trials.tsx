import type { CampaignView, TrialRow } from '@joulefleet/contracts';
import { describeSetting } from '@joulefleet/core';
import { Link, useParams } from 'react-router';
import type { CallOf } from '../../api/routes';
import { useRoute } from '../../api/use-route';
import { formatCount } from '../../format/format';
import { energyOfTrial, repetitionOf } from '../../format/format-trial';
import { SimulatedBadge } from '../../parts/badge';
import { Phase } from '../../parts/campaign-progress';
import { LongTable } from '../../parts/long-table';
import { Answered, Empty } from '../../parts/states';
import { TrialState, Verdict } from '../../parts/trial-state';
import { useSearchChoices } from '../../parts/use-search-choices';
import { useTitle } from '../../parts/use-title';
import styles from './trials.module.css';
import { useTrials } from './use-trials';

type State = NonNullable<NonNullable<CallOf<'listTrials'>['query']>['state']>;

const STATES: readonly State[] = ['pending', 'assigned', 'accepted', 'failed', 'skipped'];
const COLUMNS = ['Trial', 'Device', 'Workload', 'Setting', 'Batch', 'State', 'Last attempt', 'Energy (k = 2)'];

/** Every trial of a campaign, however many; the filters are in the URL. */
export function Trials() {
  const { campaignId = '' } = useParams();
  const [search, set] = useSearchChoices();
  const device = search.get('device') ?? '';
  const state = STATES.find((each) => each === search.get('state'));
  const query = useRoute('showCampaign', { params: { id: campaignId } });
  const trials = useTrials(campaignId, { device: device || undefined, state }, query.data?.finishedAt === null);
  useTitle(query.data ? `Trials of ${query.data.name}` : 'Trials');
  return (
    <Answered isPage query={query}>
      {(campaign) => <Page campaign={campaign} device={device} state={state} onFilter={set} trials={trials} />}
    </Answered>
  );
}

interface PageProps {
  campaign: CampaignView;
  /** Empty: of all. */
  device: string;
  state: State | undefined;
  onFilter: (name: 'device' | 'state', value: string) => void;
  trials: ReturnType<typeof useTrials>;
}

function Page({ campaign, device, state, onFilter, trials }: PageProps) {
  return (
    <>
      <h1 className={styles.title}>
        Trials of <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link> <Phase phase={campaign.phase} />{' '}
        <SimulatedBadge simulated={campaign.simulated} />
      </h1>
      <div className={styles.filters} role="search">
        <label>
          Device{' '}
          <select value={device} onChange={(event) => onFilter('device', event.target.value)}>
            <option value="">all</option>
            {campaign.devices.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          State{' '}
          <select value={state ?? ''} onChange={(event) => onFilter('state', event.target.value)}>
            <option value="">all</option>
            {STATES.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      <Table campaignId={campaign.id} trials={trials} />
    </>
  );
}

function Table({ campaignId, trials: { query, readMore } }: { campaignId: string } & Pick<PageProps, 'trials'>) {
  return (
    <Answered query={query}>
      {({ rows, total }) => (
        <>
          <p role="status">{formatCount(total, 'trial')}</p>
          {rows.length === 0 ? (
            <Empty title="No trial matches the filters" />
          ) : (
            <LongTable
              label="Trials"
              columns={COLUMNS}
              rows={rows}
              total={total}
              keyOf={({ id }) => id}
              onNearEnd={readMore}
            >
              {(trial) => <Row campaignId={campaignId} trial={trial} />}
            </LongTable>
          )}
        </>
      )}
    </Answered>
  );
}

function Row({ campaignId, trial }: { campaignId: string; trial: TrialRow }) {
  const { id, device, workload, levels, position, state, verdict, attempts, reason } = trial;
  return (
    <>
      <th scope="row">
        <Link to={`/campaigns/${campaignId}/trials/${id}`}>
          {position.toLocaleString()}, {repetitionOf(trial)}
        </Link>
      </th>
      <td>{device}</td>
      <td>{workload}</td>
      <td>{describeSetting(levels)}</td>
      <td>{levels.batchSize}</td>
      <td title={reason ?? undefined}>
        <TrialState state={state} />
      </td>
      <td>
        {attempts === 0 ? '–' : <Verdict verdict={verdict} />} {attempts > 1 && `(${attempts})`}
      </td>
      <td>{energyOfTrial(trial)}</td>
    </>
  );
}
