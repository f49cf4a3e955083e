import type { ScheduleView } from '@joulefleet/contracts';
import { Link, useNavigate } from 'react-router';
import { Button } from '../parts/button';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { useConfirmedChange } from '../parts/use-confirmed-change';
import { useMay } from '../session/session';
import styles from './schedules.module.css';

const VERBS = {
  trigger: {
    route: 'triggerSchedule',
    title: 'Run now',
    explanation: 'Starts a night now, also outside the window. Its budget holds, and inside the window its end.',
    verb: 'Start a night',
  },
  pause: {
    route: 'pauseSchedule',
    title: 'Pause',
    explanation: 'Starts are skipped until it is resumed. A night that runs goes on.',
    verb: 'Pause schedule',
  },
  resume: {
    route: 'resumeSchedule',
    title: 'Resume',
    explanation: 'It starts again at its next time.',
    verb: 'Resume schedule',
  },
} as const;

type Verb = keyof typeof VERBS;

/** What one may do with a schedule; only its owner and admins see it. */
export function ScheduleActions({ schedule }: { schedule: ScheduleView }) {
  const may = useMay('campaigns:write');
  if (!may) return <p className={styles.quiet}>Your role may look at schedules, not change them.</p>;
  return (
    <div className={styles.actions}>
      {(Object.keys(VERBS) as Verb[]).map((verb) => (
        <VerbAction key={verb} verb={verb} schedule={schedule} />
      ))}
      <Link to={`/schedules/${schedule.name}/edit`}>Edit</Link>
      <RemoveAction schedule={schedule} />
    </div>
  );
}

function isFitting(verb: Verb, { state, running }: ScheduleView): boolean {
  if (verb === 'trigger') return !running && state !== 'owner_disabled';
  return (verb === 'resume') === (state === 'paused');
}

/** The question stays, with what came of it, also when somebody else was first and the verb does not fit any more. */
function VerbAction({ schedule, verb: which }: { schedule: ScheduleView; verb: Verb }) {
  const { name } = schedule;
  const { route, title, explanation, verb } = VERBS[which];
  const { ask, dialogFor } = useConfirmedChange(route);
  return (
    <>
      {isFitting(which, schedule) && (
        <Button look={which === 'trigger' ? 'main' : 'plain'} onClick={ask}>
          {title}…
        </Button>
      )}
      <ConfirmDialog
        title={`${title}: ${name}?`}
        explanation={explanation}
        verb={verb}
        {...dialogFor({ params: { name } })}
      />
    </>
  );
}

function RemoveAction({ schedule: { name, running } }: { schedule: ScheduleView }) {
  const navigate = useNavigate();
  const { ask, dialogFor } = useConfirmedChange('removeSchedule');
  return (
    <>
      <Button look="danger" onClick={ask}>
        Remove…
      </Button>
      <ConfirmDialog
        title={`Remove ${name}?`}
        explanation={`The record of its nights goes too; its campaigns and their results stay.${running ? ' The campaign that runs is stopped.' : ''} To keep the record, pause it.`}
        verb="Remove schedule"
        danger
        {...dialogFor({ params: { name } }, () => void navigate('/schedules'))}
      />
    </>
  );
}
