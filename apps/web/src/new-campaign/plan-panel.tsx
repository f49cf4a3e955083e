import type { LaunchResult, Problem } from '@joulefleet/contracts';
import type { RefObject } from 'react';
import { describeFinding, lineOf, type Finding } from '../editor/place-finding';
import type { EditorHandle } from '../editor/yaml-editor';
import { formatCount, formatDuration, formatMoment } from '../format/format';
import { Button } from '../parts/button';
import { Failure } from '../parts/states';
import { Words } from '../parts/words';
import { describeConflict } from './describe-conflict';
import { formatAbout, formatEnergy } from './format-about';
import styles from './new-campaign.module.css';
import { MAX_FILE_CHARACTERS, type DryRun } from './use-dry-run';
import { ScrollTable } from '../parts/scroll-table';

const COLUMNS = ['Device', 'Cells', 'Trials', 'Time', 'Energy'];

interface PanelProps {
  text: string;
  dryRun: DryRun;
  editor: RefObject<EditorHandle | null>;
}

/** What the controller would do with the text: findings in it, or the plan. */
export function PlanPanel({ text, dryRun: { query, upToDate }, editor }: PanelProps) {
  if (text.trim() === '') return <p>Choose a template to begin with, or write the file yourself.</p>;
  if (text.length > MAX_FILE_CHARACTERS) return <TooLong characters={text.length} />;
  const { error, data } = query;
  const findings = error?.problem.errors;
  return (
    <>
      <p role="status" className={styles.note}>
        {upToDate ? (error ? 'Checked: it cannot be launched.' : 'Checked: it can be launched.') : 'Checking…'}
      </p>
      {error && findings?.length ? (
        <Findings problem={error.problem} findings={findings} editor={editor} />
      ) : (
        error && <Failure failure={error} onRetry={() => void query.refetch()} />
      )}
      {!error && data && <Plan result={data} />}
    </>
  );
}

function TooLong({ characters }: { characters: number }) {
  return (
    <div role="alert">
      <h3>The text is too long for a campaign file</h3>
      <p>
        It has {characters.toLocaleString()} characters, and a campaign file has at most{' '}
        {MAX_FILE_CHARACTERS.toLocaleString()}. Nothing was sent, and nothing is lost: the text stays in the editor, and
        Ctrl+Z takes back what was pasted.
      </p>
    </div>
  );
}

interface FindingsProps {
  problem: Problem;
  findings: readonly Finding[];
  editor: PanelProps['editor'];
}

function Findings({ problem: { code, remedy }, findings, editor }: FindingsProps) {
  const unsatisfiable = code === 'unsatisfiable';
  return (
    <>
      <h3>{unsatisfiable ? 'No device can measure this' : 'To mend in the file'}</h3>
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <FindingItem key={`${finding.where} ${finding.message}`} finding={finding} editor={editor} />
        ))}
      </ul>
      {unsatisfiable && remedy !== undefined && <p>{remedy}</p>}
    </>
  );
}

function FindingItem({ finding, editor }: { finding: Finding; editor: PanelProps['editor'] }) {
  const place = lineOf(finding.where);
  const { nearest } = finding;
  return (
    <li>
      {place && (
        <button type="button" className={styles.place} onClick={() => editor.current?.goTo(place.line, place.column)}>
          Line {place.line}
        </button>
      )}{' '}
      {describeFinding(finding)}{' '}
      {place && nearest !== undefined && <Button onClick={() => editor.current?.mend(finding)}>Write {nearest}</Button>}
    </li>
  );
}

function Plan({ result: { plan, conflicts } }: { result: LaunchResult }) {
  const { estimate } = plan;
  return (
    <>
      <h3>
        {formatCount(plan.cells, 'cell')}, {formatCount(plan.trials, 'trial')} on{' '}
        {formatCount(plan.devices.length, 'device')}
      </h3>
      {plan.search && <p>{describeSearchSize(plan.search)}</p>}
      <p>
        {estimate.durationS === null
          ? 'How long it takes is not known: nothing like it was measured on these devices or their classes.'
          : `${estimate.endS ? `Done in about ${formatAbout(estimate.endS, formatDuration)}. ` : ''}Device time ${formatAbout(estimate.durationS, formatDuration)}, energy ${estimate.energyJ ? formatAbout(estimate.energyJ, formatEnergy) : 'not known'}, all devices together${estimate.leastTrials ? ', for the least number of trials' : ''}.`}
      </p>
      {plan.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          Warning: {warning}
        </p>
      ))}
      <ScrollTable label="Plan by device" columns={COLUMNS} framed>
        {plan.devices.map((device) => (
          <DeviceRow key={device.device} device={device} estimate={estimate} />
        ))}
      </ScrollTable>
      <Notes plan={plan} conflicts={conflicts} />
    </>
  );
}

type Plan = LaunchResult['plan'];

/** A search decides as it goes: what it may take, beside the sweep of its cells. */
function describeSearchSize({
  cells,
  trials,
  maxDeviceS,
  sweepTrials,
  sweepS,
  earlierCampaigns,
}: NonNullable<Plan['search']>): string {
  const time = sweepS ? `, ${formatAbout(sweepS, formatDuration)} of one device of each class` : '';
  const count = earlierCampaigns.length;
  const earlier = count === 0 ? '' : ` It starts from ${formatCount(count, 'earlier campaign')}.`;
  const most = trials === null ? 'until its method ends, trials' : `at most ${formatCount(trials, 'trial')}`;
  const limit = maxDeviceS === null ? '' : `, and ${formatDuration(maxDeviceS)} of each search before its checks`;
  return `Search: ${most} of ${formatCount(cells, 'cell')}${limit}. The sweep would take ${formatCount(sweepTrials, 'trial')}${time}.${earlier}`;
}

function DeviceRow({ device, estimate }: { device: Plan['devices'][number]; estimate: Plan['estimate'] }) {
  const own = estimate.devices.find((each) => each.device === device.device);
  return (
    <tr>
      <th scope="row">
        {device.device} <span className={styles.note}>{device.deviceClass}</span>
      </th>
      <td>{device.cells.toLocaleString()}</td>
      <td>{device.trials.toLocaleString()}</td>
      <td>{own?.durationS ? formatAbout(own.durationS, formatDuration) : 'not known'}</td>
      <td>{own?.energyJ ? formatAbout(own.energyJ, formatEnergy) : 'not known'}</td>
    </tr>
  );
}

/** Levels that were snapped or left out, and what else is planned on a device. */
function Notes({ plan, conflicts }: Pick<LaunchResult, 'plan' | 'conflicts'>) {
  const noted = plan.devices
    .map(({ device, notes }) => ({
      device,
      notes,
      conflicts: conflicts.filter((conflict) => conflict.device === device),
    }))
    .filter((each) => each.notes.length + each.conflicts.length > 0);
  if (noted.length === 0) return null;
  return (
    <>
      <h3>Notes</h3>
      {noted.map(({ device, notes, conflicts: own }) => (
        <div key={device}>
          <strong>{device}</strong>
          <ul className={styles.findings}>
            {notes.map((note) => (
              <li key={note}>
                <Words text={note} />
              </li>
            ))}
            {own.map((conflict) => (
              <li key={`${conflict.kind} ${conflict.startsAt}`} className={styles.warning}>
                {describeConflict(conflict, formatMoment)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
