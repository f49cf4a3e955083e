import type { IdentityView, InventoryView, ListedDevice } from '@joulefleet/contracts';
import { useState } from 'react';
import { Link } from 'react-router';
import { useDevices } from '../api/collect-pages';
import { formatCount } from '../format/format';
import { Badge, SimulatedBadge } from '../parts/badge';
import { Button } from '../parts/button';
import { Availability } from '../parts/device-state';
import { HostKeyCheck } from '../parts/host-key-check';
import { Failure } from '../parts/states';
import styles from './inventory.module.css';
import { useEnrollments, type Progress } from './use-enrollments';

interface ListedProps {
  view: InventoryView;
  identities: readonly IdentityView[];
  onBack: () => void;
}

/** The devices of the file, each with what enrolling it came to. */
export function ListedDevices({ view: { devices, notes }, identities, onBack }: ListedProps) {
  const files = [...new Set(devices.flatMap(({ identityFile }) => identityFile ?? []))];
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const known = useDevices().data;
  const { progress, isRunning, run, enroll, stop } = useEnrollments(({ identity, identityFile }) =>
    identityFile === null ? (identity ?? undefined) : chosen[identityFile],
  );
  const ended = devices.filter(({ name }) => ['done', 'failed', 'asks'].includes(progress[name]?.at ?? ''));
  const isReady = files.every((file) => chosen[file]) && known !== undefined;
  return (
    <>
      <Notes notes={notes} />
      {files.map((file) => (
        <KeyOfFile
          key={file}
          file={file}
          identities={identities}
          chosen={chosen[file] ?? ''}
          onChosen={(name) => setChosen((before) => ({ ...before, [file]: name }))}
        />
      ))}
      <ul className={styles.devices}>
        {devices.map((device) => (
          <li key={device.name} className={styles.device}>
            <Listed
              device={device}
              progress={progress[device.name]}
              onCompared={(seen) =>
                void enroll(
                  device,
                  known?.find(({ name }) => name === device.name),
                  seen,
                )
              }
            />
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        <Button onClick={onBack} disabled={isRunning}>
          Back to the file
        </Button>
        {isRunning ? (
          <Button onClick={stop}>Begin no more</Button>
        ) : (
          <Button look="main" disabled={!isReady} onClick={() => void run(devices, known ?? [])}>
            {ended.length === 0 ? `Enroll ${formatCount(devices.length, 'device')}` : 'Enroll the rest again'}
          </Button>
        )}
        <span role="status" className={styles.quiet}>
          {ended.length} of {devices.length} tried
        </span>
      </div>
    </>
  );
}

function Notes({ notes }: Pick<InventoryView, 'notes'>) {
  if (notes.length === 0) return null;
  return (
    <details>
      <summary>{formatCount(notes.length, 'note')}</summary>
      <ul>
        {notes.map(({ where, message }) => (
          <li key={`${where} ${message}`}>
            <code>{where}</code>: {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface KeyProps {
  file: string;
  identities: readonly IdentityView[];
  chosen: string;
  onChosen: (name: string) => void;
}

/** Which key of the controller stands for one that only the author of the file has. */
function KeyOfFile({ file, identities, chosen, onChosen }: KeyProps) {
  return (
    <label className={styles.key}>
      The file names the key <code>{file}</code>, which lies on another machine. Key of the controller instead:{' '}
      <select value={chosen} onChange={({ target }) => onChosen(target.value)}>
        <option value="">choose</option>
        {identities.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

interface OneProps {
  device: ListedDevice;
  progress: Progress | undefined;
  onCompared: (seen: string) => void;
}

function Listed({ device, progress, onCompared }: OneProps) {
  const { name, host, port, user, labels, fingerprint, acceptedKeys, where } = device;
  const pinning = fingerprint ?? (acceptedKeys.length > 0 ? `one of ${acceptedKeys.length} of known_hosts` : null);
  return (
    <>
      <div>
        <strong>{name}</strong> <State progress={progress} />
      </div>
      <div className={styles.quiet}>
        {user}@{host}:{port}, {pinning === null ? 'host key to be compared' : <code>{pinning}</code>}
        {labels.length > 0 && `, ${labels.join(' ')}`} ({where})
      </div>
      {progress?.at === 'asks' && <Compare device={device} seen={progress.seen} onCompared={onCompared} />}
      {progress?.at === 'failed' && <Failure failure={progress.failure} />}
      {progress?.at === 'done' && progress.device.reason !== null && <div>{progress.device.reason}</div>}
    </>
  );
}

function State({ progress }: { progress: Progress | undefined }) {
  switch (progress?.at) {
    case undefined:
      return null;
    case 'waits':
      return <Badge>waits</Badge>;
    case 'works':
      return <Badge tone="busy">enrolling</Badge>;
    case 'asks':
      return <Badge tone="warn">compare its key</Badge>;
    case 'failed':
      return <Badge tone="bad">failed</Badge>;
    case 'done':
      return (
        <>
          <Badge tone="good">{progress.outcome}</Badge> <Availability availability={progress.device.availability} />{' '}
          <SimulatedBadge simulated={progress.device.simulated} />{' '}
          <Link to={`/fleet/${progress.device.name}`}>its page</Link>
        </>
      );
  }
}

function Compare({ device: { host, port, name }, seen, onCompared }: Omit<OneProps, 'progress'> & { seen: string }) {
  const [agreed, setAgreed] = useState(false);
  return (
    <div role="group" aria-label={`Host key of ${name}`}>
      <HostKeyCheck where={`${host}:${port}`} seen={seen} agreed={agreed} onAgree={setAgreed} />
      <Button look="main" disabled={!agreed} onClick={() => onCompared(seen)}>
        Pin this key and enroll {name}
      </Button>
    </div>
  );
}
