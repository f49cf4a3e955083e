import type { DeviceView } from '@joulefleet/contracts';
import { Link, useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { CalibrationsSection } from '../../calibrations/calibrations-section';
import { MaintenanceWindows } from '../../device-actions/maintenance-windows';
import { SudoRule } from '../../device-actions/sudo-rule';
import { formatMoment } from '../../format/format';
import { SimulatedBadge } from '../../parts/badge';
import { Availability, describeStep } from '../../parts/device-state';
import { LivePower, LiveTemperature } from '../../parts/live-figures';
import { PreflightFindings } from '../../parts/preflight-findings';
import { Answered } from '../../parts/states';
import { Unfolded } from '../../parts/unfolded';
import { useTitle } from '../../parts/use-title';
import { AuditSection } from './audit-section';
import { DeviceActions } from './device-actions';
import styles from './device.module.css';
import { DoctorSection } from './doctor-section';
import { DriftList, FactsSection } from './facts-section';
import { HistorySection } from './history-section';
import { LiveSection } from './live-section';
import { UtilisationSection } from './utilisation-section';

/** What others edit or plan comes without an event. */
const REFRESH_MS = 5_000;

/** A device: its state with the way out, what the pre-flight found, facts, history, and actions. */
export function Device() {
  const { name = '' } = useParams();
  useTitle(name);
  const query = useRoute('showDevice', { params: { name } }, { everyMs: REFRESH_MS });
  return (
    <Answered isPage query={query}>
      {(device) => <Page device={device} />}
    </Answered>
  );
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
      {device.pendingExit && (
        <p>
          It leaves as {device.pendingExit.to} when its trial has ended, as {device.pendingExit.by} asked.
        </p>
      )}
      <DeviceActions device={device} />
      <MaintenanceWindows device={device} />
      <div className={styles.columns}>
        <State device={device} />
        <Access device={device} />
      </div>
      <LiveSection device={device} />
      <UtilisationSection name={device.name} />
      <Drift device={device} />
      <Preflight device={device} />
      <FactsSection device={device} />
      <DoctorSection device={device} />
      <CalibrationsSection device={device} />
      <HistorySection name={device.name} />
      <AuditSection name={device.name} />
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

/** Where it is, who logs in, and what recovery and campaigns may do. */
function Access({ device }: { device: DeviceView }) {
  const { user, host, port, privilege, identity, fingerprint, clockOffsetMs } = device;
  return (
    <section aria-labelledby="access">
      <h2 id="access">Access and recovery</h2>
      <dl className={styles.facts}>
        <dt>Class</dt>
        <dd>{device.deviceClass}</dd>
        <dt>Address</dt>
        <dd>
          {user}@{host}:{port}
          {privilege === 'sudo' && ', clocks through sudo'}
        </dd>
        <dt>Key</dt>
        <dd>{identity ?? '–'}</dd>
        <dt>Host key</dt>
        <dd>
          <code>{fingerprint}</code>
        </dd>
        <dt>Clock</dt>
        <dd>{clockOffsetMs === null ? '–' : describeOffset(clockOffsetMs)}</dd>
        <dt>Recovery</dt>
        <dd>{describeRecovery(device)}</dd>
        {device.simulated && (
          <>
            <dt>Own programs</dt>
            <dd>{device.allowCommands ? 'of everybody' : 'of admins only'}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function describeOffset(offsetMs: number): string {
  return `${Math.abs(offsetMs).toFixed(0)} ms ${offsetMs < 0 ? 'behind' : 'ahead of'} the controller's`;
}

function describeRecovery({ allowReboot, powerCycle }: DeviceView): string {
  const hook = powerCycle && (powerCycle.kind === 'command' ? `the program ${powerCycle.name}` : powerCycle.url);
  return [allowReboot ? 'may reboot it' : 'may not reboot it', hook && `cuts its power by ${hook}`]
    .filter(Boolean)
    .join('; ');
}

function Drift({ device: { drift } }: { device: DeviceView }) {
  if (drift.length === 0) return null;
  return (
    <section aria-labelledby="drift">
      <h2 id="drift">Changed since it was accepted</h2>
      <DriftList drift={drift} />
    </section>
  );
}

function Preflight({ device: { name, preflight, preflightAt } }: { device: DeviceView }) {
  return (
    <section aria-labelledby="preflight">
      <h2 id="preflight">Pre-flight of {formatMoment(preflightAt)}</h2>
      <PreflightFindings findings={preflight} />
      <SudoSection name={name} preflight={preflight} />
    </section>
  );
}

/** The rule is read when somebody wants it, at once where a remedy names it. */
function SudoSection({ name, preflight }: Pick<DeviceView, 'name' | 'preflight'>) {
  return (
    <Unfolded summary="Sudo rule, for a login without root" open={needsSudoRule(preflight)}>
      {() => <SudoRule name={name} />}
    </Unfolded>
  );
}

/** Whether a remedy names the rule. */
function needsSudoRule(findings: DeviceView['preflight']): boolean {
  return findings?.some(({ passed, remedy }) => !passed && remedy?.includes('device sudoers')) === true;
}
