import type { DeviceView, DriftView, FactsHistory } from '@joulefleet/contracts';
import { factFields, softwareOf } from '@joulefleet/figures';
import { usePages } from '../../api/use-pages';
import { formatMoment } from '../../format/format';
import { Badge } from '../../parts/badge';
import { MoreButton } from '../../parts/more-button';
import { Answered } from '../../parts/states';
import { Unfolded } from '../../parts/unfolded';
import styles from './device.module.css';

const PAGE_LIMIT = 10;

/** Everything that the last probe read, and the probes before it. */
export function FactsSection({ device: { name, facts, factsAt } }: { device: DeviceView }) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">Facts of {formatMoment(factsAt)}</h2>
      <dl className={styles.facts}>
        {factFields(facts).flatMap(([title, text]) => {
          const lines = [text ?? []].flat().filter(Boolean);
          return lines.length === 0 ? [] : [<Fact key={title} title={title} lines={lines} />];
        })}
      </dl>
      <Unfolded summary="Probes, with what had changed">{() => <Probes name={name} />}</Unfolded>
    </section>
  );
}

function Fact({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </dd>
    </>
  );
}

function Probes({ name }: { name: string }) {
  const { query, ...more } = usePages('listFacts', { params: { name }, query: { limit: PAGE_LIMIT } });
  return (
    <Answered query={query}>
      {(pages) => (
        <>
          <ul className={styles.findings}>
            {pages
              .flatMap(({ snapshots }) => snapshots)
              .map((snapshot) => (
                <Probe key={snapshot.takenAt} snapshot={snapshot} />
              ))}
          </ul>
          <MoreButton {...more} />
        </>
      )}
    </Answered>
  );
}

function Probe({ snapshot: { takenAt, facts, drift } }: { snapshot: FactsHistory['snapshots'][number] }) {
  return (
    <li>
      <time dateTime={takenAt}>{formatMoment(takenAt)}</time>{' '}
      {facts ? softwareOf(facts) : 'facts that this version cannot read'}
      {drift.length > 0 && <DriftList drift={drift} />}
    </li>
  );
}

/** Changes of facts, with how much they matter. */
export function DriftList({ drift }: { drift: readonly DriftView[] }) {
  return (
    <ul>
      {drift.map(({ field, message, severity }) => (
        <li key={field}>
          <Badge tone={severity === 'blocks' ? 'bad' : severity === 'warns' ? 'warn' : 'plain'}>{severity}</Badge>{' '}
          {message}
        </li>
      ))}
    </ul>
  );
}
