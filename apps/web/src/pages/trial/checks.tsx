import type { TrialAttempt, TrialCheckView } from '@joulefleet/contracts';
import { Badge, type Tone } from '../../parts/badge';
import { Words } from '../../parts/words';
import styles from './trial.module.css';

const TONES: Readonly<Record<TrialCheckView['result'], Tone>> = { passed: 'good', flagged: 'warn', rejected: 'bad' };

/** Each validity check with what it found; those that passed behind the others. */
export function Checks({ attempt: { checks, verdict } }: { attempt: TrialAttempt }) {
  const fired = checks.filter(({ result }) => result !== 'passed');
  const passed = checks.filter(({ result }) => result === 'passed');
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">Validity checks</h2>
      {checks.length === 0 && (
        <p className={styles.quiet}>
          {verdict === null ? 'None was made: nothing was measured, or it is not judged yet.' : 'None is stored.'}
        </p>
      )}
      <ul className={styles.checks}>
        {fired.map(({ check, result, message, remedy }) => (
          <li key={check}>
            <Badge tone={TONES[result]}>{result}</Badge> <strong>{named(check)}</strong>: {message}
            {remedy !== null && (
              <div className={styles.quiet}>
                To do: <Words text={remedy} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {passed.length > 0 && (
        <details open={fired.length === 0}>
          <summary>
            {passed.length} of {checks.length} checks found nothing
          </summary>
          <ul className={styles.passed}>
            {passed.map(({ check }) => (
              <li key={check}>
                <Badge tone="good">passed</Badge> {named(check)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function named(check: string): string {
  return check.replaceAll('_', ' ');
}
