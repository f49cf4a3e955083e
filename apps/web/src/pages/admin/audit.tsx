import type { AuditEntryView } from '@joulefleet/contracts';
import { AUDIT_SUBJECTS } from '@joulefleet/core';
import styles from '../../admin/admin.module.css';
import { filtersOf } from '../../admin/audit-search';
import { useAudit } from '../../admin/use-audit';
import { formatMoment } from '../../format/format';
import { VIEWER_ZONE } from '../../format/zone';
import { Button } from '../../parts/button';
import { LongText } from '../../parts/long-text';
import { ScrollTable } from '../../parts/scroll-table';
import { Answered, Empty } from '../../parts/states';
import { useSearchChoices } from '../../parts/use-search-choices';
import { useTitle } from '../../parts/use-title';

const SHOWN_OF_NAMES = 60;
const COLUMNS = ['When', 'Who', 'Action', 'Object', 'From where', 'What changed'];
const TEXTS = [
  ['actor', 'Who', 'ada'],
  ['action', 'Action, or its beginning', 'user.edit'],
  ['id', 'Name or id of the object', 'nano-1'],
] as const;

/** Who did what to what, the newest first; the filters are in the URL. */
export function AuditLog() {
  useTitle('Audit log');
  const [search] = useSearchChoices();
  const query = useAudit(filtersOf(search));
  return (
    <>
      <Filters />
      <Answered query={query}>
        {(entries) =>
          entries.length === 0 ? <Empty title="No entry matches the filters" /> : <Table entries={entries} />
        }
      </Answered>
      {query.hasNextPage && (
        <div className={styles.actions}>
          <Button disabled={query.isFetching} onClick={() => void query.fetchNextPage()}>
            {query.isFetching ? 'Reading…' : 'Show older ones'}
          </Button>
        </div>
      )}
    </>
  );
}

function Filters() {
  const [search, set] = useSearchChoices();
  return (
    <div role="search" className={styles.filters}>
      {TEXTS.map(([name, label, example]) => (
        <label key={name}>
          {label}
          <input
            type="search"
            placeholder={example}
            value={search.get(name) ?? ''}
            onChange={(event) => set(name, event.target.value)}
          />
        </label>
      ))}
      <label>
        Kind of object
        <select value={search.get('subject') ?? ''} onChange={(event) => set('subject', event.target.value)}>
          <option value="">all</option>
          {AUDIT_SUBJECTS.map((subject) => (
            <option key={subject}>{subject}</option>
          ))}
        </select>
      </label>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {end === 'from' ? `From (${VIEWER_ZONE})` : `To (${VIEWER_ZONE})`}
          <input
            type="datetime-local"
            value={search.get(end) ?? ''}
            onChange={(event) => set(end, event.target.value)}
          />
        </label>
      ))}
    </div>
  );
}

function Table({ entries }: { entries: readonly AuditEntryView[] }) {
  return (
    <ScrollTable label="Audit log" columns={COLUMNS} framed>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td>{formatMoment(entry.at)}</td>
          <td>
            <LongText text={entry.actor} shown={SHOWN_OF_NAMES} />
            <div className={styles.quiet}>{entry.via}</div>
          </td>
          <td>
            <code>{entry.action}</code>
          </td>
          <td>
            {entry.subject} <LongText text={entry.subjectId} shown={SHOWN_OF_NAMES} />
          </td>
          <td>
            {entry.address ?? '–'}
            {entry.requestId !== null && <div className={styles.quiet}>request {entry.requestId}</div>}
          </td>
          <td>
            <Change entry={entry} />
          </td>
        </tr>
      ))}
    </ScrollTable>
  );
}

function Change({ entry: { before, after } }: { entry: AuditEntryView }) {
  if (before === null && after === null) return <>–</>;
  return (
    <details>
      <summary>{[before !== null && 'before', after !== null && 'after'].filter(Boolean).join(' and ')}</summary>
      {before !== null && <Json title="Before" content={before} />}
      {after !== null && <Json title="After" content={after} />}
    </details>
  );
}

function Json({ title, content }: { title: string; content: unknown }) {
  return (
    <>
      {title}
      <pre className={styles.json} tabIndex={0} role="region" aria-label={title}>
        {JSON.stringify(content, null, 2)}
      </pre>
    </>
  );
}
