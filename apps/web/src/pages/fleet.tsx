import type { DeviceView } from '@joulefleet/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useDevices } from '../api/collect-pages';
import { formatCount, formatMoment } from '../format/format';
import { Badge, SimulatedBadge } from '../parts/badge';
import { Availability } from '../parts/device-state';
import { LivePower, LiveTemperature } from '../parts/live-figures';
import { LongTable } from '../parts/long-table';
import { Answered, Empty } from '../parts/states';
import { useSearchChoices } from '../parts/use-search-choices';
import { useTitle } from '../parts/use-title';
import { useMay } from '../session/session';
import styles from './fleet.module.css';

const COLUMNS = [
  'Device',
  'Class',
  'State',
  'Health and why',
  'Power now',
  'Temperature',
  'Works for',
  'Drift',
  'Last seen',
];
const WIDTHS_REM = [10, 14.5, 7, 11, 10.5, 8, 6.5, 5.5, 14];
const CHOICES = ['class', 'availability', 'health', 'group'] as const;
type Choice = (typeof CHOICES)[number];

/** Every device; the filters are in the URL. */
export function Fleet() {
  useTitle('Fleet');
  const query = useDevices();
  const may = useMay('devices:write');
  return (
    <>
      <h1>Fleet</h1>
      <p>
        {may && (
          <>
            <Link to="/enroll">Enroll a device</Link>, or <Link to="/enroll/inventory">many from an inventory</Link>
            .{' '}
          </>
        )}
        <Link to="/groups">Groups</Link>: how many devices of each may work at once.
      </p>
      <Answered query={query}>
        {(devices) => (devices.length === 0 ? <NoDevice /> : <Table devices={devices} />)}
      </Answered>
    </>
  );
}

function NoDevice() {
  const may = useMay('devices:write');
  return (
    <Empty title="No device is enrolled yet">
      <p>
        {may ? (
          <>
            <Link to="/enroll">Enroll a board</Link>, a whole rack <Link to="/enroll/inventory">from an inventory</Link>
            , or three simulated ones with <code>joulefleet demo</code>.
          </>
        ) : (
          'An admin can enroll them.'
        )}
      </p>
    </Empty>
  );
}

function Table({ devices }: { devices: DeviceView[] }) {
  const [search, set] = useSearchChoices();
  const shown = useMemo(() => devices.filter((device) => matches(device, search)), [devices, search]);
  return (
    <>
      <div className={styles.filters} role="search">
        <label>
          Name or label{' '}
          <input type="search" value={search.get('text') ?? ''} onChange={(e) => set('text', e.target.value)} />
        </label>
        {CHOICES.map((choice) => (
          <Filter key={choice} choice={choice} devices={devices} value={search.get(choice) ?? ''} onSet={set} />
        ))}
        <span role="status">
          {shown.length.toLocaleString()} of {formatCount(devices.length, 'device')}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title="No device matches the filters" />
      ) : (
        <LongTable label="Devices" columns={COLUMNS} widths={WIDTHS_REM} rows={shown} keyOf={({ name }) => name}>
          {(device) => <Row device={device} />}
        </LongTable>
      )}
    </>
  );
}

interface FilterProps {
  choice: Choice;
  devices: DeviceView[];
  value: string;
  onSet: (name: string, value: string) => void;
}

function Filter({ choice, devices, value, onSet }: FilterProps) {
  const values = [...new Set(devices.map((device) => valueOf(device, choice)).concat(value))].filter(Boolean).sort();
  if (values.length === 0) return null;
  return (
    <label className={styles.filter}>
      {choice}{' '}
      <select value={value} onChange={(event) => onSet(choice, event.target.value)}>
        <option value="">all</option>
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

function Row({ device }: { device: DeviceView }) {
  const { name, deviceClass, availability, health, simulated, campaign, drift, lastSeenAt, reason } = device;
  return (
    <>
      <th scope="row">
        <div className={styles.name}>
          <Link to={`/fleet/${name}`} className={styles.cut}>
            {name}
          </Link>
        </div>
      </th>
      <td>
        {deviceClass} <SimulatedBadge simulated={simulated} />
      </td>
      <td>
        <Availability availability={availability} />
      </td>
      <td>
        <div className={styles.cut} title={reason ?? undefined}>
          {reason === null ? health : `${health}: ${reason}`}
        </div>
      </td>
      <td>
        <LivePower device={name} />
      </td>
      <td>
        <LiveTemperature device={name} />
      </td>
      <td>{campaign ? <Link to={`/campaigns/${campaign.id}`}>{campaign.id.slice(0, 8)}</Link> : '–'}</td>
      <td>{drift.length > 0 ? <Badge tone="warn">{formatCount(drift.length, 'change')}</Badge> : '–'}</td>
      <td>{formatMoment(lastSeenAt)}</td>
    </>
  );
}

function valueOf(device: DeviceView, choice: Choice): string {
  if (choice === 'class') return device.deviceClass;
  return device[choice] ?? '';
}

function matches(device: DeviceView, search: URLSearchParams): boolean {
  const text = (search.get('text') ?? '').trim().toLowerCase();
  const words = [device.name, ...device.labels].join(' ').toLowerCase();
  return (
    words.includes(text) &&
    CHOICES.every((choice) => !search.get(choice) || search.get(choice) === valueOf(device, choice))
  );
}
