import type { DeviceView } from '@joulefleet/contracts';
import { Link, useParams } from 'react-router';
import { useRoute } from '../api/use-route';
import { MaintenanceWindows } from '../device-actions/maintenance-windows';
import { SudoRule } from '../device-actions/sudo-rule';
import { formatMoment } from '../format/format';
import { Badge, SimulatedBadge } from '../parts/badge';
import { Availability, describeStep } from '../parts/device-state';
import { LivePower, LiveTemperature } from '../parts/live-figures';
import { PreflightFindings } from '../parts/preflight-findings';
import { Answered } from '../parts/states';
import { useTitle } from '../parts/use-title';
import styles from './device.module.css';
import { DeviceActions } from './device-actions';

const MAX_EVENTS = 50;

/** A device: its state with the way out, what the pre-flight found, facts, history, and actions. */
export function Device() {
  const { name = '' } = useParams();
  useTitle(name);
  const query = useRoute('showDevice', { params: { name } });
  return <Answered query={query}>{(device) => <Page device={device} />}</Answered>;
}

function Page({ device }: { device: DeviceView }) {
  return (
    <>
      <h1>
        {device.name} <Availability availability={device.availability} />{' '}
        <SimulatedBadge simulated={device.simulated} />
      </h1>
      {device.reason !== null && <p className={styles.reason}>{device.reason}</p>}
      {device.nextStep && (
        <p>
          {device.nextStep.resolution === 'manual' ? 'To do: ' : 'Next: '}
          {describeStep(device.nextStep)}
          {device.until !== null && ` (by ${formatMoment(device.until)})`}
        </p>
      )}
      <DeviceActions device={device} />
      <MaintenanceWindows device={device} />
      <div className={styles.columns}>
        <State device={device} />
        <Board device={device} />
      </div>
      <Drift device={device} />
      <Preflight device={device} />
      <History name={device.name} />
    </>
  );
}

function State({ device }: { device: DeviceView }) {
  return (
    <section aria-labelledby="state">
      <h2 id="state">State</h2>
      <dl className={styles.facts}>
        <dt>Health</dt>
        <dd>{device.health}</dd>
        <dt>Since</dt>
        <dd>{formatMoment(device.since)}</dd>
        <dt>Power now</dt>
        <dd>
          <LivePower device={device.name} />
        </dd>
        <dt>Temperature</dt>
        <dd>
          <LiveTemperature device={device.name} />
        </dd>
        <dt>Works for</dt>
        <dd>{device.campaign ? <Link to={`/campaigns/${device.campaign.id}`}>{device.campaign.id}</Link> : '–'}</dd>
        <dt>Last seen</dt>
        <dd>{formatMoment(device.lastSeenAt)}</dd>
        <dt>Labels</dt>
        <dd>{device.labels.join(', ') || '–'}</dd>
        <dt>Group</dt>
        <dd>{device.group ?? '–'}</dd>
        <dt>Owner</dt>
        <dd>{device.owner ?? '–'}</dd>
        <dt>Notes</dt>
        <dd>{device.notes || '–'}</dd>
      </dl>
    </section>
  );
}

function Board({ device }: { device: DeviceView }) {
  const { facts } = device;
  return (
    <section aria-labelledby="board">
      <h2 id="board">Board</h2>
      <dl className={styles.facts}>
        <dt>Class</dt>
        <dd>{device.deviceClass}</dd>
        <dt>Model</dt>
        <dd>{facts?.model ?? '–'}</dd>
        <dt>Address</dt>
        <dd>
          {device.user}@{device.host}:{device.port}
        </dd>
        <dt>Host key</dt>
        <dd>
          <code>{device.fingerprint}</code>
        </dd>
        <dt>JetPack</dt>
        <dd>{facts?.jetpack ?? '–'}</dd>
        <dt>Kernel</dt>
        <dd>{facts?.kernel ?? '–'}</dd>
        <dt>Power mode</dt>
        <dd>{facts?.powerMode ? (facts.powerMode.name ?? `mode ${facts.powerMode.id}`) : '–'}</dd>
        <dt>CPU cores</dt>
        <dd>{facts?.cores ?? '–'}</dd>
        <dt>Read</dt>
        <dd>{formatMoment(device.factsAt)}</dd>
      </dl>
    </section>
  );
}

function Drift({ device: { drift } }: { device: DeviceView }) {
  if (drift.length === 0) return null;
  return (
    <section aria-labelledby="drift">
      <h2 id="drift">Changed since it was accepted</h2>
      <ul>
        {drift.map(({ field, message, severity }) => (
          <li key={field}>
            <Badge tone={severity === 'blocks' ? 'bad' : 'warn'}>{severity}</Badge> {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Preflight({ device: { name, preflight, preflightAt } }: { device: DeviceView }) {
  return (
    <section aria-labelledby="preflight">
      <h2 id="preflight">Pre-flight of {formatMoment(preflightAt)}</h2>
      <PreflightFindings findings={preflight} />
      {needsSudoRule(preflight) && <SudoRule name={name} />}
    </section>
  );
}

/** Whether a remedy names the rule. */
function needsSudoRule(findings: DeviceView['preflight']): boolean {
  return findings?.some(({ passed, remedy }) => !passed && remedy?.includes('device sudoers')) === true;
}

function History({ name }: { name: string }) {
  const query = useRoute('listDeviceEvents', { params: { name }, query: { limit: MAX_EVENTS } });
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <Answered query={query}>
        {({ events }) => (
          <ul className={styles.findings}>
            {events.map(({ id, at, actor, message }) => (
              <li key={id}>
                <time dateTime={at}>{formatMoment(at)}</time> {message} <span className={styles.quiet}>({actor})</span>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}
