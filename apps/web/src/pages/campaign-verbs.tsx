import type { CampaignView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { ExtendAction } from '../campaign-actions/extend-action';
import { OwnerActions } from '../campaign-actions/owner-actions';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useMay } from '../session/session';
import styles from './campaign.module.css';

const VERBS = {
  pause: {
    route: 'pauseCampaign',
    title: 'Pause',
    danger: false,
    explanation: 'Running trials finish, and no more start until it is resumed.',
    from: ['running'],
  },
  resume: {
    route: 'resumeCampaign',
    title: 'Resume',
    danger: false,
    explanation: 'It goes on where it was.',
    from: ['paused'],
  },
  stop: {
    route: 'stopCampaign',
    title: 'Stop',
    danger: true,
    explanation:
      'Running trials finish and count; the remaining ones are skipped. Results are kept. It can be filled later.',
    from: ['running', 'paused'],
  },
  cancel: {
    route: 'cancelCampaign',
    title: 'Cancel',
    danger: true,
    explanation:
      'Ends it now, in the middle of a trial: devices are restored, remaining trials skipped. Results are kept.',
    from: ['running', 'paused', 'stopped'],
  },
  fill: {
    route: 'fillCampaign',
    title: 'Fill',
    danger: false,
    explanation: 'Measures what was skipped, or kept from counting.',
    from: ['stopped', 'completed', 'failed'],
  },
} as const;

type Verb = keyof typeof VERBS;

/** What one may do with a campaign in its state. */
export function CampaignVerbs({ campaign }: { campaign: CampaignView }) {
  const may = useMay('campaigns:write');
  if (!may) return <p className={styles.quiet}>Your role may look at campaigns, not change them.</p>;
  return (
    <div className={styles.verbs}>
      {(Object.keys(VERBS) as Verb[]).map((verb) => (
        <VerbAction key={verb} verb={verb} campaign={campaign} />
      ))}
      <ExtendAction campaign={campaign} />
      <OwnerActions campaign={campaign} />
      <Link to={`/campaigns/${campaign.id}/recompute`} className={styles.link}>
        Recompute
      </Link>
    </div>
  );
}

/** `fill` is offered where something is missing; a search that was cut short goes on with it. */
function isFitting(verb: Verb, { state, trials, finishedAt, strategy }: CampaignView): boolean {
  if (!(VERBS[verb].from as readonly string[]).includes(state)) return false;
  if (verb === 'fill') return trials.skipped > 0 || (strategy.name === 'search' && state !== 'completed');
  return state !== 'stopped' || finishedAt === null;
}

/** The question stays, with what came of it, also when somebody else was first and the verb does not fit any more. */
function VerbAction({ verb, campaign }: { verb: Verb; campaign: CampaignView }) {
  const { id, name } = campaign;
  const { route, title, danger, explanation } = VERBS[verb];
  const { ask, dialogFor } = useConfirmedChange(route);
  return (
    <>
      {isFitting(verb, campaign) && (
        <Button look={danger ? 'danger' : 'plain'} onClick={ask}>
          {title}…
        </Button>
      )}
      <ConfirmDialog
        title={`${title} ${name}?`}
        explanation={explanation}
        verb={`${title} campaign`}
        danger={danger}
        {...dialogFor({ params: { id } })}
      />
    </>
  );
}
