import type { CampaignView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { useCampaigns } from '../api/collect-pages';
import { useRoute } from '../api/use-route';
import { formatMoment, formatTimeLeft } from '../format/format';
import { Badge, SimulatedBadge } from '../parts/badge';
import { doneOf, Phase, Progress } from '../parts/campaign-progress';
import { Answered, Empty } from '../parts/states';
import { useSearchChoices } from '../parts/use-search-choices';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';
import styles from './campaigns.module.css';
import { ScrollTable } from '../parts/scroll-table';

const COLUMNS = ['Campaign', 'State', 'Progress', 'Time left', 'Devices', 'Owner', 'Launched'];

const EVERY_MS = 3_000;

/** Every campaign that the caller may see, the newest first. */
export function Campaigns() {
  useTitle('Campaigns');
  const [search, set] = useSearchChoices();
  const archived = search.get('archived') === 'true';
  const query = useCampaigns(EVERY_MS, archived);
  const may = useMay('campaigns:write');
  return (
    <>
      <h1>Campaigns</h1>
      <p className={styles.head}>
        {may && <Link to="/campaigns/new">New campaign</Link>}
        <label>
          <input
            type="checkbox"
            checked={archived}
            onChange={(event) => set('archived', event.target.checked ? 'true' : '')}
          />{' '}
          with archived ones
        </label>
      </p>
      <Answered query={query}>
        {(found) => (found.length === 0 ? <NoCampaign /> : <Table campaigns={found} />)}
      </Answered>
    </>
  );
}

function NoCampaign() {
  const may = useMay('campaigns:write');
  return (
    <Empty title="No campaign is listed">
      <p>
        {may ? (
          <>
            <Link to="/campaigns/new">Launch one here</Link>, or with <code>joulefleet campaign launch FILE</code>.
          </>
        ) : (
          'None is shared with you. Who launched a campaign can share it on its page.'
        )}
      </p>
    </Empty>
  );
}

function Table({ campaigns }: { campaigns: CampaignView[] }) {
  return (
    <ScrollTable label="Campaigns" columns={COLUMNS} framed>
      {campaigns.map((campaign) => (
        <Row key={campaign.id} campaign={campaign} />
      ))}
    </ScrollTable>
  );
}

function Row({ campaign }: { campaign: CampaignView }) {
  const { id, name, phase, simulated, trials, devices, owner, createdAt, archivedAt } = campaign;
  return (
    <tr>
      <th scope="row">
        <Link to={`/campaigns/${id}`}>{name}</Link> <SimulatedBadge simulated={simulated} />{' '}
        {archivedAt !== null && <Badge>archived</Badge>}
      </th>
      <td>
        <Phase phase={phase} />
      </td>
      <td>
        <Progress done={doneOf(campaign)} total={trials.total} label={`Progress of ${name}`} />
      </td>
      <td>{phase === 'running' ? <TimeLeft id={id} /> : '–'}</td>
      <td>{devices.length}</td>
      <td>{owner ?? '–'}</td>
      <td>{formatMoment(createdAt)}</td>
    </tr>
  );
}

/** At the rate so far; an interval of 95 % where one is known. */
function TimeLeft({ id }: { id: string }) {
  const { data } = useRoute('showProgress', { params: { id } }, { everyMs: EVERY_MS });
  return <>{(data && formatTimeLeft(data)) ?? 'not known yet'}</>;
}
