import type { ProgressView } from '@joulefleet/contracts';
import { Link, useParams } from 'react-router';
import { useRoute } from '../api/use-route';
import { CellsSection } from '../course/cells-section';
import { LanesSection } from '../course/lanes-section';
import { formatDuration, formatMoment, formatTimeLeft } from '../format/format';
import { SimulatedBadge } from '../parts/badge';
import { Phase, Progress } from '../parts/campaign-progress';
import { Availability, describeStep } from '../parts/device-state';
import { Answered } from '../parts/states';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';
import { CampaignEvents } from './campaign-events';
import styles from './campaign.module.css';
import { CampaignVerbs } from './campaign-verbs';
import { DeviceLane } from './device-lane';

const EVERY_MS = 5_000;

/** A campaign while it lasts and afterwards: progress, one lane for each device, events, verbs. */
export function Campaign() {
  const { campaignId = '' } = useParams();
  const query = useRoute('showProgress', { params: { id: campaignId } }, { everyMs: EVERY_MS });
  useTitle(query.data?.campaign.name ?? 'Campaign');
  return (
    <Answered isPage query={query}>
      {(progress) => <Page progress={progress} />}
    </Answered>
  );
}

function Page({ progress }: { progress: ProgressView }) {
  const { campaign, devices, done, total } = progress;
  const may = useMay('campaigns:write');
  return (
    <>
      <h1 className={styles.title}>
        {campaign.name} <Phase phase={campaign.phase} /> <SimulatedBadge simulated={campaign.simulated} />
      </h1>
      <p>
        Launched {formatMoment(campaign.createdAt)} by {campaign.owner ?? 'an older version'}
        {campaign.finishedAt !== null && `, ended ${formatMoment(campaign.finishedAt)}`}.{' '}
        {campaign.strategy.name === 'search' && <Link to={`/campaigns/${campaign.id}/search`}>Search</Link>}{' '}
        <Link to={`/campaigns/${campaign.id}/results`}>Results</Link>{' '}
        <Link to={`/campaigns/${campaign.id}/trials`}>Trials</Link>{' '}
        {may && <Link to={`/campaigns/new?from=${campaign.id}`}>Launch again</Link>}
      </p>
      <Settings campaign={campaign} />
      <CampaignVerbs campaign={campaign} />
      <section aria-labelledby="progress">
        <h2 id="progress">Progress</h2>
        <Progress done={done} total={total} label="Progress of the campaign" />
        <Counts progress={progress} />
        <Blocked progress={progress} />
      </section>
      <section aria-labelledby="devices">
        <h2 id="devices">Devices</h2>
        <ul className={styles.lanes}>
          {devices.map((device) => (
            <DeviceLane key={device.device} lane={device} />
          ))}
        </ul>
      </section>
      <CellsSection campaignId={campaign.id} over={progress.over} />
      <LanesSection campaignId={campaign.id} over={progress.over} />
      <CampaignEvents />
    </>
  );
}

/** What its owner set, where that is not what it usually is. */
function Settings({ campaign: { priority, sharedWith, archivedAt } }: Pick<ProgressView, 'campaign'>) {
  const settings = [
    ...(priority === 0 ? [] : [`Priority ${priority}.`]),
    ...(sharedWith.length === 0 ? [] : [`Shared with ${sharedWith.join(', ')}.`]),
    ...(archivedAt === null ? [] : [`Archived ${formatMoment(archivedAt)}.`]),
  ];
  return settings.length === 0 ? null : <p>{settings.join(' ')}</p>;
}

function Counts({
  progress: { campaign, ratePerMinute, etaS, etaIntervalS, over, elapsedS },
}: {
  progress: ProgressView;
}) {
  const { accepted, rejected, failed, skipped, assigned, pending } = campaign.trials;
  const counts = Object.entries({ accepted, rejected, failed, skipped, 'on a device': assigned, pending });
  const left = formatTimeLeft({ etaS, etaIntervalS });
  return (
    <p>
      {counts.map(([state, count]) => `${count.toLocaleString()} ${state}`).join(', ')}.{' '}
      {over ? `Took ${formatDuration(elapsedS)}` : `${formatDuration(elapsedS)} so far`}
      {ratePerMinute === null ? '' : `, ${ratePerMinute.toPrecision(2)} trials per minute`}
      {over ? '' : left === null ? ', time left not known yet' : `, ${left} left`}.
    </p>
  );
}

function Blocked({ progress: { blockedBy } }: { progress: ProgressView }) {
  if (blockedBy.length === 0) return null;
  return (
    <div role="alert">
      It cannot go on before these devices are back:
      <ul>
        {blockedBy.map(({ device, availability, nextStep }) => (
          <li key={device}>
            <Link to={`/fleet/${device}`}>{device}</Link> <Availability availability={availability} />{' '}
            {nextStep && describeStep(nextStep)}
          </li>
        ))}
      </ul>
    </div>
  );
}
