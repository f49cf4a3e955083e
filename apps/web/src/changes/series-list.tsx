import type { NightSeriesList } from '@joulefleet/contracts';
import { METRIC_WORDS, whereOf } from '@joulefleet/figures';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useRoute } from '../api/use-route';
import { formatCount } from '../format/format';
import { Choice } from '../parts/choice';
import { LongTable } from '../parts/long-table';
import { Answered, Empty } from '../parts/states';
import { useSearchChoices } from '../parts/use-search-choices';
import results from '../pages/results/results.module.css';
import styles from './changes.module.css';
import { seriesPath } from './series-path';

type Row = NightSeriesList['series'][number];

const COLUMNS = ['Device', 'What', 'Metric', 'Last night, %', 'Would show, %', 'Nights'];
const WIDTHS_REM = [9, 27, 13, 9, 9, 6];

/** Everything that is judged: cells, groups of them, and devices, each with its course. Filters are in the URL. */
export function SeriesList({ schedule }: { schedule: string }) {
  const query = useRoute('listNightSeries', { params: { name: schedule } });
  return (
    <section aria-labelledby="series">
      <h2 id="series">What is judged</h2>
      <Answered query={query}>
        {({ series }) => <Table schedule={schedule} series={series.filter(({ nights }) => nights > 0)} />}
      </Answered>
    </section>
  );
}

function Table({ schedule, series }: { schedule: string; series: readonly Row[] }) {
  const [search, set] = useSearchChoices();
  const [text, metric] = [search.get('text') ?? '', search.get('metric') ?? ''];
  const metrics = [...new Set(series.map((each) => each.metric))];
  const shown = useMemo(
    () =>
      series.filter(
        (each) =>
          whereOf(each).toLowerCase().includes(text.trim().toLowerCase()) && (metric === '' || each.metric === metric),
      ),
    [series, text, metric],
  );
  return (
    <>
      <div className={results.controls} role="search">
        <label>
          Cell, group or device{' '}
          <input type="search" value={text} onChange={(event) => set('text', event.target.value)} />
        </label>
        <Choice
          title="Metric"
          value={metric}
          choices={[['', 'all'], ...metrics.map((each) => [each, METRIC_WORDS[each]] as const)]}
          onSet={(value) => set('metric', value)}
        />
      </div>
      <p role="status">
        {shown.length.toLocaleString()} of {formatCount(series.length, 'row')}
      </p>
      {shown.length === 0 ? (
        <Empty title="Nothing matches the filters" />
      ) : (
        <LongTable label="What is judged" columns={COLUMNS} widths={WIDTHS_REM} rows={shown} keyOf={keyOf}>
          {(each) => <Cells schedule={schedule} row={each} />}
        </LongTable>
      )}
    </>
  );
}

const signed = new Intl.NumberFormat(undefined, {
  ...{ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' },
});

const keyOf = ({ kind, key, metric }: Row): string => `${kind} ${key} ${metric}`;

function nameOf({ kind, about, sentinel }: Row): string {
  if (kind === 'device') return 'all of it';
  if (kind === 'group') return `group ${about}`;
  return `${about}${sentinel ? ' (sentinel)' : ''}`;
}

function Cells({ schedule, row }: { schedule: string; row: Row }) {
  return (
    <>
      <th scope="row">
        <div className={styles.about}>{row.device ?? '–'}</div>
      </th>
      <td>
        <div className={styles.about} title={row.about}>
          <Link to={seriesPath(schedule, row)}>{nameOf(row)}</Link>
        </div>
      </td>
      <td>{METRIC_WORDS[row.metric]}</td>
      <td>{row.changePct === null ? '–' : signed.format(row.changePct)}</td>
      <td>{row.detectablePct === null ? '–' : row.detectablePct.toFixed(1)}</td>
      <td>{row.nights}</td>
    </>
  );
}
