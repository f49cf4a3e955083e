import type { TrialView } from '@joulefleet/contracts';
import { Link } from 'react-router';
import { LivePower, LiveTemperature } from '../../parts/live-figures';
import { Empty } from '../../parts/states';
import styles from './trial.module.css';

/** Why a trial has nothing that counts; nothing for an accepted one. */
export function Unmeasured({ trial: { state, device, reason, attempts } }: { trial: TrialView }) {
  const why = reason === null ? null : <p className={styles.title}>{reason}</p>;
  const before = attempts.length > 0 ? 'Earlier attempts are below.' : 'There is no trace yet.';
  switch (state) {
    case 'accepted':
      return null;
    case 'pending':
      return (
        <Empty title="It waits for its turn">
          {why}
          <p>
            <Link to={`/fleet/${device}`}>{device}</Link> measures it when it comes to its position. {before}
          </p>
        </Empty>
      );
    case 'assigned':
      return (
        <Empty title="It is on its device, or will be next">
          <p>
            {device}: <LivePower device={device} /> <LiveTemperature device={device} />. The trace is stored when the
            trial has ended; this page shows it then. {before}
          </p>
        </Empty>
      );
    case 'failed':
      return (
        <Empty title="The workload failed">
          {why}
          <p>That is a result of its cell: it is not measured again by itself.</p>
        </Empty>
      );
    case 'skipped':
      return (
        <Empty title="It was given up">
          {why}
          <p>
            Filling the campaign measures it again.{' '}
            {attempts.length > 0 ? 'What was tried is below.' : 'It has no trace.'}
          </p>
        </Empty>
      );
    case 'moved':
      return (
        <Empty title="Another device took its cell over">
          {why}
          <p>{before}</p>
        </Empty>
      );
  }
}
