import type { HealthPart, HealthView, InstallationView, QueueView } from '@joulefleet/contracts';
import styles from '../../admin/admin.module.css';
import { formatBytes, isLow } from '../../admin/format-bytes';
import { useHealth } from '../../admin/use-health';
import { useRoute } from '../../api/use-route';
import { formatDuration, formatMoment } from '../../format/format';
import { Badge } from '../../parts/badge';
import { DataTable } from '../../parts/data-table';
import { Answered } from '../../parts/states';
import { useTitle } from '../../parts/use-title';

const EVERY_MS = 30_000;
const ORIGINS = {
  embedded: 'Embedded: the controller starts and watches it',
  configured: 'Configured: Joulefleet neither starts nor stops it',
};

/** Whether the controller is ready, its queues, its servers, and how much room there is. */
export function System() {
  useTitle('System');
  const health = useHealth();
  const installation = useRoute('showInstallation', {}, { everyMs: EVERY_MS });
  return (
    <>
      <Answered query={health}>{(view) => <Health health={view} />}</Answered>
      <Answered query={installation}>{(view) => <Installation view={view} />}</Answered>
    </>
  );
}

function Health({ health }: { health: HealthView }) {
  const { ok, postgres, redis, queues, log } = health;
  const parts: [string, HealthPart | undefined][] = [
    ['PostgreSQL', postgres],
    ['Redis', redis],
    ['Queues', queues],
    ['Log', log],
  ];
  return (
    <>
      <section aria-labelledby="health">
        <h2 id="health">Health {ok ? <Badge tone="good">ready</Badge> : <Badge tone="bad">not ready</Badge>}</h2>
        <ul className={styles.parts}>
          {parts.map(([name, part]) => (
            <Part key={name} name={name} part={part} />
          ))}
        </ul>
      </section>
      {queues && <Queues queues={queues} />}
    </>
  );
}

function Part({ name, part }: { name: string; part: HealthPart | undefined }) {
  return (
    <li className={styles.part}>
      <h3>
        {name}{' '}
        {part ? <Badge tone={part.ok ? 'good' : 'bad'}>{part.ok ? 'good' : 'bad'}</Badge> : <Badge>not known</Badge>}
      </h3>
      {!part && <p>It cannot be read while Redis does not answer.</p>}
      {part?.detail && <p>{part.detail}</p>}
      {part?.remedy && <p>To do: {part.remedy}</p>}
    </li>
  );
}

function Queues({ queues: { shards, traces } }: { queues: NonNullable<HealthView['queues']> }) {
  const row = (name: string, { waiting, active, delayed, workers, oldestWaitingS }: QueueView): string[] => [
    name,
    ...[waiting, active, delayed, workers].map(String),
    oldestWaitingS === null ? '–' : formatDuration(oldestWaitingS),
  ];
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">Queues</h2>
      <DataTable
        label="Queues"
        table={{
          columns: ['Queue', 'Waiting', 'Active', 'Failed, tried again', 'Workers', 'Oldest waits for'],
          rows: [row('shards', shards), row('traces', traces)],
          numeric: [1, 2, 3, 4, 5],
        }}
      />
      <p className={styles.quiet}>
        A job that fails is tried again by itself, with a growing pause. A shard that its worker lost is given out anew,
        and records that could not be stored stay on the device until they are: there is nothing to retry by hand.
      </p>
    </section>
  );
}

function Installation({ view: { version, startedAt, postgres, redis, homeDisk } }: { view: InstallationView }) {
  return (
    <>
      <section aria-labelledby="services">
        <h2 id="services">Services</h2>
        <ul className={styles.parts}>
          <li className={styles.part}>
            <h3>Controller {version}</h3>
            <p>Since {formatMoment(startedAt)}.</p>
          </li>
          <li className={styles.part}>
            <h3>PostgreSQL {postgres.version}</h3>
            <p>
              Since {formatMoment(postgres.startedAt)}. {ORIGINS[postgres.origin]}.
            </p>
          </li>
          <li className={styles.part}>
            <h3>Redis {redis?.version}</h3>
            <p>
              {redis
                ? `Since ${formatMoment(redis.startedAt)}. ${ORIGINS[redis.origin]}. ${formatBytes(redis.memoryBytes)} of memory.`
                : 'It does not answer.'}
            </p>
          </li>
        </ul>
      </section>
      <section aria-labelledby="disk">
        <h2 id="disk">Disk</h2>
        {homeDisk ? <Disk disk={homeDisk} /> : <p>This controller has no home of its own whose disk it could read.</p>}
        <p>The database takes {formatBytes(postgres.bytes)}; its largest tables with their indexes:</p>
        <DataTable
          label="Largest tables"
          table={{
            columns: ['Table', 'Size'],
            rows: postgres.tables.map(({ name, bytes }) => [name, formatBytes(bytes)]),
            numeric: [1],
          }}
        />
      </section>
    </>
  );
}

function Disk({ disk }: { disk: NonNullable<InstallationView['homeDisk']> }) {
  const { totalBytes, freeBytes } = disk;
  return (
    <>
      <p>
        <progress
          className={styles.meter}
          aria-label="Used of the disk of the controller's home"
          value={totalBytes - freeBytes}
          max={totalBytes}
        />
      </p>
      <p>
        {formatBytes(freeBytes)} of {formatBytes(totalBytes)} are free on the disk of the controller&apos;s home.{' '}
        {isLow(disk) && <Badge tone="warn">low</Badge>}
      </p>
      {isLow(disk) && (
        <p>
          To do: free some of it before the next night. What cannot be stored stays on the devices until there is room.
        </p>
      )}
    </>
  );
}
