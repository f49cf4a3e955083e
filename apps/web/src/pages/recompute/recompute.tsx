import type { CampaignView } from '@joulefleet/contracts';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { ownsCampaign } from '../../campaign-actions/owns-campaign';
import { formatCount } from '../../format/format';
import { SimulatedBadge } from '../../parts/badge';
import { Button } from '../../parts/button';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { Answered, Failure } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { useMay, useSession } from '../../session/session';
import { RecomputedOutcome } from './recomputed-outcome';
import styles from './recompute.module.css';
import { useRecompute, type Recomputing } from './use-recompute';

/** Judges the stored raw data of a campaign anew: first what would change, then, when somebody confirms it, written. */
export function Recompute() {
  const { campaignId = '' } = useParams();
  const query = useRoute('showCampaign', { params: { id: campaignId } });
  useTitle(query.data ? `Recompute ${query.data.name}` : 'Recompute');
  return (
    <Answered isPage query={query}>
      {(campaign) => <Page campaign={campaign} />}
    </Answered>
  );
}

function Page({ campaign }: { campaign: CampaignView }) {
  const { id, name, simulated } = campaign;
  const may = useMay('campaigns:write');
  return (
    <>
      <h1 className={styles.title}>
        Recompute the results of <Link to={`/campaigns/${id}`}>{name}</Link> <SimulatedBadge simulated={simulated} />
      </h1>
      <p className={styles.about}>
        Judges the stored raw data anew, with the present version of Joulefleet and by the calibrations that are in
        force now. First it shows what would change; nothing is written before you confirm that. Raw data stays as it
        is, and attempts whose raw traces have expired keep their judgement.
      </p>
      {may ? <Steps campaign={campaign} /> : <p>Your role may look at campaigns, not recompute them.</p>}
    </>
  );
}

function Steps({ campaign }: { campaign: CampaignView }) {
  const { now, run, stop } = useRecompute(campaign.id);
  const mayApply = ownsCampaign(useSession().view, campaign);
  const works = now.at === 'works';
  return (
    <>
      <div className={styles.steps}>
        <Button look="main" onClick={() => run(false)} disabled={works}>
          Show what would change
        </Button>
        {mayApply && now.at !== 'begin' && (
          <WriteAction campaign={campaign} disabled={works} onConfirm={() => run(true)} />
        )}
        {works && <Button onClick={stop}>Stop</Button>}
      </div>
      {!mayApply && <p>Only its owner, {campaign.owner ?? 'nobody'}, or an admin may write what changes.</p>}
      <div role="status">{works && <p>{describeWork(now)}</p>}</div>
      {now.at === 'failed' && <Failed now={now} onRetry={() => run(now.applied)} />}
      {now.at === 'done' && <RecomputedOutcome campaignId={campaign.id} results={now.results} before={now.before} />}
    </>
  );
}

interface WriteProps {
  campaign: CampaignView;
  disabled: boolean;
  onConfirm: () => void;
}

function WriteAction({ campaign: { name }, disabled, onConfirm }: WriteProps) {
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={disabled}>
        Write what changes…
      </Button>
      <ConfirmDialog
        open={open}
        title={`Recompute the results of ${name}?`}
        explanation="Judgements, figures and verdicts become those of the present version and calibrations, and what older versions did not record is added. An accepted trial that is rejected now is measured again while the campaign goes on, and else is skipped with the reason. The former figures are not kept; raw data is."
        verb="Recompute results"
        pending={false}
        failure={null}
        onConfirm={() => {
          close();
          onConfirm();
        }}
        onClose={close}
      />
    </>
  );
}

function Failed({ now, onRetry }: { now: Extract<Recomputing, { at: 'failed' }>; onRetry: () => void }) {
  const { applied, judged, failure } = now;
  return (
    <>
      <Failure failure={failure} onRetry={onRetry} />
      <p>
        {applied && judged > 0
          ? `What changes is written of ${formatCount(judged, 'attempt')}, not of the rest: recompute again.`
          : 'Nothing was written.'}
      </p>
    </>
  );
}

function describeWork({ applied, judged }: Extract<Recomputing, { at: 'works' }>): string {
  const what = `${formatCount(judged, 'attempt')} judged anew so far`;
  return applied ? `${what}; what changes is written. Leave this page open.` : `${what}.`;
}
