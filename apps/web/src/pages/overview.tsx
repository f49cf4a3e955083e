import type { CampaignView, DeviceView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { useCampaigns, useDevices } from '../api/collect-pages';
import { useRoute } from '../api/use-route';
import { formatCount, formatMoment } from '../format/format';
import { NeedsPerson } from '../overview/needs-person';
import { LastNight, Next } from '../overview/nights-and-next';
import { Badge, SimulatedBadge } from '../parts/badge';
import { doneOf, Phase, Progress } from '../parts/campaign-progress';
import { Availability } from '../parts/device-state';
import { Answered, Empty } from '../parts/states';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';
import styles from './overview.module.css';

const CAMPAIGNS_EVERY_MS = 3_000;
const HEALTH_EVERY_MS = 15_000;
const NIGHTS_EVERY_MS = 15_000;
const DISK_EVERY_MS = 60_000;
const MAX_RECENT = 5;
const OVER = new Set<CampaignView['phase']>(['completed', 'stopped', 'cancelled', 'failed']);

/** What runs, and what needs a person. */
export function Overview() {
  useTitle('Overview');
  const devices = useDevices();
  const campaigns = useCampaigns(CAMPAIGNS_EVERY_MS);
  const report = useRoute('showNightlyReport', {}, { everyMs: NIGHTS_EVERY_MS });
  const schedules = useRoute('listSchedules', {}, { everyMs: NIGHTS_EVERY_MS });
  const seesDisk = useMay('metrics:read');
  const installation = useRoute('showInstallation', {}, { everyMs: DISK_EVERY_MS, enabled: seesDisk });
  const disk = installation.data?.homeDisk ?? null;
  const nights = report.data?.nights.flatMap(({ night }) => night ?? []) ?? [];
  return (
    <>
      <h1>Overview</h1>
      <ControllerHealth />
      <Answered query={devices}>{(found) => <NeedsPerson devices={found} nights={nights} disk={disk} />}</Answered>
      <Answered query={campaigns}>{(found) => <Campaigns campaigns={found} />}</Answered>
      <Answered query={report}>{() => <LastNight nights={nights} />}</Answered>
      <Answered query={schedules}>
        {(found) => <Next schedules={found.schedules} devices={devices.data ?? []} />}
      </Answered>
      <Answered query={devices}>{(found) => <FleetCounts devices={found} />}</Answered>
    </>
  );
}

function ControllerHealth() {
  const { data } = useRoute('showHealth', {}, { everyMs: HEALTH_EVERY_MS });
  if (!data || data.ok) return null;
  const parts = Object.entries({ PostgreSQL: data.postgres, Redis: data.redis, Workers: data.queues, Log: data.log });
  return (
    <Empty title="The controller is not healthy">
      <ul>
        {parts.map(([name, part]) =>
          part && !part.ok ? (
            <li key={name}>
              {name}: {part.detail} {part.remedy}
            </li>
          ) : null,
        )}
      </ul>
    </Empty>
  );
}

function Campaigns({ campaigns }: { campaigns: CampaignView[] }) {
  const mayLaunch = useMay('campaigns:write');
  const running = campaigns.filter(({ phase }) => !OVER.has(phase));
  const ended = campaigns.filter(({ phase }) => OVER.has(phase)).slice(0, MAX_RECENT);
  return (
    <>
      <section aria-labelledby="runs">
        <h2 id="runs">Runs now</h2>
        {running.length === 0 && (
          <p>
            No campaign runs.{' '}
            {mayLaunch && (
              <>
                <Link to="/campaigns/new">Launch one</Link>.
              </>
            )}
          </p>
        )}
        <ul className={styles.list}>
          {running.map((campaign) => (
            <CampaignCard key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      </section>
      {ended.length > 0 && (
        <section aria-labelledby="ended">
          <h2 id="ended">Ended last</h2>
          <ul className={styles.list}>
            {ended.map((campaign) => (
              <CampaignCard key={campaign.id} campaign={campaign} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function CampaignCard({ campaign }: { campaign: CampaignView }) {
  const { id, name, phase, simulated, trials, finishedAt, failedBecause } = campaign;
  return (
    <li className={styles.card}>
      <div>
        <Link to={`/campaigns/${id}`}>{name}</Link> <Phase phase={phase} /> <SimulatedBadge simulated={simulated} />
      </div>
      <Progress done={doneOf(campaign)} total={trials.total} label={`Progress of ${name}`} />
      {finishedAt !== null && <div className={styles.quiet}>Ended {formatMoment(finishedAt)}</div>}
      {failedBecause !== null && <div>{failedBecause}</div>}
    </li>
  );
}

function FleetCounts({ devices }: { devices: DeviceView[] }) {
  const counts = new Map<DeviceView['availability'], number>();
  for (const { availability } of devices) counts.set(availability, (counts.get(availability) ?? 0) + 1);
  return (
    <section aria-labelledby="fleet">
      <h2 id="fleet">Fleet</h2>
      <p>
        {formatCount(devices.length, 'device')}{' '}
        {[...counts].map(([availability, count]) => (
          <Link key={availability} to={`/fleet?availability=${availability}`} className={styles.count}>
            {count}&nbsp;
            <Availability availability={availability} />
          </Link>
        ))}
        {devices.some(({ simulated }) => simulated) && (
          <Badge tone="warn">{devices.filter(({ simulated }) => simulated).length} simulated</Badge>
        )}
      </p>
    </section>
  );
}
