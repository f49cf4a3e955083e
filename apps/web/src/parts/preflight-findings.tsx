import type { DeviceView } from '@joulefleet/contracts';
import { Badge } from './badge';
import { Words } from './words';
import styles from './preflight-findings.module.css';

/** Every check of a pre-flight with what it found, and what to do where it did not pass. */
export function PreflightFindings({ findings }: { findings: DeviceView['preflight'] }) {
  if (findings === null) return <p>None yet: check the device.</p>;
  return (
    <ul className={styles.findings}>
      {findings.map(({ check, passed, severity, message, remedy }) => (
        <li key={check}>
          <Badge tone={passed ? 'good' : severity === 'blocks' ? 'bad' : 'warn'}>{passed ? 'passed' : severity}</Badge>{' '}
          <strong>{check.replaceAll('_', ' ')}</strong> {message}
          {remedy !== null && !passed && (
            <div>
              To do: <Words text={remedy} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
