import { describeChange } from '@joulefleet/core';
import { usePages } from '../../api/use-pages';
import { formatMoment } from '../../format/format';
import { DataTable } from '../../parts/data-table';
import { MoreButton } from '../../parts/more-button';
import { Answered } from '../../parts/states';
import { useMay } from '../../session/session';
import styles from './device.module.css';

const PAGE_LIMIT = 20;
const COLUMNS = ['when', 'who', 'through', 'did', 'change'];

/** Who did what to the device; only those who may read the audit log see it. */
export function AuditSection({ name }: { name: string }) {
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">Audit</h2>
      {useMay('audit:read') ? (
        <Entries name={name} />
      ) : (
        <p className={styles.quiet}>Your role may not read the audit log. An admin can.</p>
      )}
    </section>
  );
}

function Entries({ name }: { name: string }) {
  const { query, ...more } = usePages('listAudit', {
    query: { subject: 'device', subjectId: name, limit: PAGE_LIMIT },
  });
  return (
    <Answered query={query}>
      {(pages) => {
        const entries = pages.flatMap((page) => page.entries);
        if (entries.length === 0) return <p>Nobody did anything to it yet.</p>;
        const rows = entries.map(({ at, actor, via, address, action, before, after }) => [
          formatMoment(at),
          actor,
          address === null ? via : `${via} at ${address}`,
          action,
          describeChange(before, after),
        ]);
        return (
          <>
            <div className={styles.audit}>
              <DataTable table={{ columns: COLUMNS, rows, numeric: [] }} label={`Audit of ${name}`} />
            </div>
            <MoreButton {...more} />
          </>
        );
      }}
    </Answered>
  );
}
