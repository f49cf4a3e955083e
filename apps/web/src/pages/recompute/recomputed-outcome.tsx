import type { RecomputedAttempt, ReportView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import type { RecomputedResults } from '@joulefleet/figures';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../format/format';
import { ScrollTable } from '../../parts/scroll-table';
import styles from './recompute.module.css';

const DEVICES = ['Device', 'Attempts', 'Energy changes in the mean, %', 'at most, %'];
const OPTIMA = ['Device', 'Work', 'Optimum', 'becomes'];
const ATTEMPTS = ['Cell', 'Device', 'Verdict', 'Energy before, mJ', 'after, mJ', 'Calibration', 'Trial'];
const DIGITS = 7;

interface OutcomeProps {
  campaignId: string;
  results: RecomputedResults;
  before: Pick<ReportView, 'rows'>;
}

/** What changed, or would: in total, by device, optima, and the first attempts by name. */
export function RecomputedOutcome({ campaignId, results, before }: OutcomeProps) {
  const { applied, moved, attempts } = results;
  const nameOf = useMemo(() => cellNames(before), [before]);
  return (
    <section aria-labelledby="outcome">
      <h2 id="outcome">{applied ? 'What was changed' : 'What would change'}</h2>
      <Totals results={results} />
      {moved > 0 && (
        <>
          <Devices results={results} />
          <Optima results={results} nameOf={nameOf} />
          <ScrollTable
            label="Attempts that change"
            columns={ATTEMPTS}
            framed
            caption={
              moved > attempts.length
                ? `The first ${attempts.length} of ${moved.toLocaleString()} attempts.`
                : undefined
            }
          >
            {attempts.map((each) => (
              <Attempt key={`${each.trialId} ${each.attempt}`} campaignId={campaignId} moved={each} nameOf={nameOf} />
            ))}
          </ScrollTable>
        </>
      )}
      {applied && (
        <p>
          <Link to={`/campaigns/${campaignId}/results`}>Results</Link> and reports show the new figures from now on.
        </p>
      )}
    </section>
  );
}

function Totals({ results }: Pick<OutcomeProps, 'results'>) {
  const { applied, judged, moved, verdictsMoved, trialsMoved, withoutRawData, skipped, largestRelativeChange } =
    results;
  return (
    <>
      <p>
        {formatCount(judged, 'attempt')} judged anew:{' '}
        <strong>
          {moved === 0 ? 'none' : moved.toLocaleString()} {applied ? 'changed' : 'would change'}
        </strong>
        {moved > 0 &&
          `, ${verdictsMoved.toLocaleString()} in verdict and ${trialsMoved.toLocaleString()} in the state of their trial; the largest change of energy is ${(100 * largestRelativeChange).toPrecision(3)} %`}
        .
      </p>
      {withoutRawData > 0 && (
        <p>{formatCount(withoutRawData, 'attempt')} left as before: their raw traces have expired.</p>
      )}
      {skipped > 0 && <p role="alert">{formatCount(skipped, 'attempt')} changed meanwhile: recompute again.</p>}
      {!applied && <p className={styles.quiet}>Nothing was written.</p>}
    </>
  );
}

function Devices({ results: { devices } }: Pick<OutcomeProps, 'results'>) {
  if (devices.length === 0) return null;
  return (
    <ScrollTable label="Changes by device" columns={DEVICES}>
      {devices.map(({ device, moved, meanChangePct, largestChangePct }) => (
        <tr key={device}>
          <th scope="row">{device}</th>
          <td>{moved.toLocaleString()}</td>
          <td>{signed(meanChangePct)}</td>
          <td>{signed(largestChangePct)}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}

interface Named {
  nameOf: (device: string, cellKey: string) => string;
}

function Optima({ results: { optima, applied }, nameOf }: Pick<OutcomeProps, 'results'> & Named) {
  if (optima.length === 0) return <p>Every optimum {applied ? 'stayed' : 'stays'} the same cell.</p>;
  return (
    <ScrollTable label="Optima that become another cell" columns={OPTIMA}>
      {optima.map(({ device, workload, batchSize, before, after }) => (
        <tr key={`${device} ${before}`}>
          <th scope="row">{device}</th>
          <td>
            {workload}, batch {batchSize}
          </td>
          <td>{nameOf(device, before)}</td>
          <td>{nameOf(device, after)}</td>
        </tr>
      ))}
    </ScrollTable>
  );
}

function Attempt({ campaignId, moved, nameOf }: { campaignId: string; moved: RecomputedAttempt } & Named) {
  const { trialId, device, cellKey, verdict, energyMj, calibration, trialState, findings } = moved;
  const checks = findings.after.length > 0 ? ` (${findings.after.join(', ')})` : '';
  return (
    <tr>
      <th scope="row">
        <Link to={`/campaigns/${campaignId}/trials/${trialId}`}>{nameOf(device, cellKey)}</Link>
      </th>
      <td>{device}</td>
      <td>
        {change(verdict.before, verdict.after)}
        {checks}
      </td>
      <td>{figure(energyMj.before)}</td>
      <td>{figure(energyMj.after)}</td>
      <td>{change(version(calibration.before), version(calibration.after))}</td>
      <td>{change(trialState.before, trialState.after)}</td>
    </tr>
  );
}

/** Cells by what they set; one without an accepted trial is in no report, and has its key. */
function cellNames({ rows }: OutcomeProps['before']): Named['nameOf'] {
  const names = new Map(
    rows.flatMap((row) =>
      row.cells.map(({ cellKey, levels }) => [
        `${row.device} ${cellKey}`,
        `${describeWork(row)}, batch ${row.batchSize}, ${describeSetting(levels)}`,
      ]),
    ),
  );
  return (device, cellKey) => names.get(`${device} ${cellKey}`) ?? `cell ${cellKey.slice(0, 8)}`;
}

function change(before: string | null, after: string | null): string {
  return before === after ? (after ?? '–') : `${before ?? 'none'} → ${after ?? 'none'}`;
}

function version(of: number | null): string {
  return of === null ? 'none' : `version ${of}`;
}

function figure(mj: number | null): string {
  return mj === null ? '–' : String(Number(mj.toPrecision(DIGITS)));
}

function signed(pct: number): string {
  return `${pct >= 0 ? '+' : ''}${pct.toPrecision(3)}`;
}
