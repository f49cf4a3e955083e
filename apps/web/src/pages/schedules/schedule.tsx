import type { ScheduleView } from '@joulefleet/contracts';
import { Link, useParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { ChangesFound, isOpen } from '../../changes/changes-found';
import { formatMoment } from '../../format/format';
import { VIEWER_ZONE } from '../../format/zone';
import { CodeBlock } from '../../parts/code-block';
import { Answered, Empty } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { NextStarts } from '../../schedules/next-starts';
import { NightCard } from '../../schedules/night-card';
import { ScheduleActions } from '../../schedules/schedule-actions';
import { ScheduleState } from '../../schedules/schedule-state';
import styles from '../../schedules/schedules.module.css';

const EVERY_MS = 5_000;
const CHANGES_EVERY_MS = 30_000;
const NIGHTS_SHOWN = 20;

/** A schedule: its rule, its next starts, its nights, its file, and every verb. */
export function Schedule() {
  const { name = '' } = useParams();
  useTitle(name);
  const query = useRoute('showSchedule', { params: { name } }, { everyMs: EVERY_MS });
  if (query.error?.problem.code === 'schedule_unknown') return <Gone name={name} />;
  return (
    <Answered isPage query={query}>
      {(schedule) => <Page schedule={schedule} />}
    </Answered>
  );
}

function Gone({ name }: { name: string }) {
  return (
    <Empty isPage title={`There is no schedule ${name}`}>
      <p>It was removed, or is another user&apos;s. Campaigns that it launched are still there.</p>
      <Link to="/schedules">Go to the schedules</Link>
    </Empty>
  );
}

function Page({ schedule }: { schedule: ScheduleView }) {
  const { name, state, next, zone } = schedule;
  return (
    <>
      <h1>
        {name} <ScheduleState schedule={schedule} />
      </h1>
      <ScheduleActions schedule={schedule} />
      <div className={styles.columns}>
        <Rule schedule={schedule} />
        <section aria-labelledby="starts">
          <h2 id="starts">Next starts ({VIEWER_ZONE})</h2>
          {state === 'paused' && <p>None while it is paused.</p>}
          {state === 'owner_disabled' && (
            <p>None: its owner is disabled, or may no longer launch campaigns. An admin can change that.</p>
          )}
          <NextStarts starts={next} zone={zone} />
        </section>
      </div>
      <Changes name={name} />
      <Nights name={name} />
      <File name={name} />
    </>
  );
}

function Rule({ schedule }: { schedule: ScheduleView }) {
  const { cron, zone, window, lateUntil, overlap, budgetHours, priority, resolver } = schedule;
  return (
    <section aria-labelledby="rule">
      <h2 id="rule">Rule</h2>
      <dl className={styles.facts}>
        <dt>Launches</dt>
        <dd>
          {schedule.campaign}, as {schedule.owner}
        </dd>
        <dt>Cron</dt>
        <dd>
          <code>{cron}</code> ({zone})
        </dd>
        <dt>Window</dt>
        <dd>{window ?? 'any time'}</dd>
        <dt>Missed start</dt>
        <dd>{lateUntil === null ? 'skipped' : `made up for until ${lateUntil}`}</dd>
        <dt>While a night runs</dt>
        <dd>{overlap === 'skip' ? 'a start is skipped' : 'a start waits for its end'}</dd>
        <dt>Budget</dt>
        <dd>{budgetHours === null ? 'no limit' : `${budgetHours} device-hours a night`}</dd>
        <dt>Priority</dt>
        <dd>{priority}</dd>
        <dt>Under test</dt>
        <dd>{resolver === null ? 'nothing is resolved' : `what ${resolver} prints`}</dd>
        <dt>Added</dt>
        <dd>{formatMoment(schedule.createdAt)}</dd>
      </dl>
    </section>
  );
}

/** What is open of what the nights show. */
function Changes({ name }: { name: string }) {
  const query = useRoute('showNightChanges', { params: { name } }, { everyMs: CHANGES_EVERY_MS });
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">Changes</h2>
      <Answered query={query}>{(view) => <ChangesFound view={view} shown={view.changes.filter(isOpen)} />}</Answered>
      <p>
        <Link to={`/schedules/${name}/changes`}>All changes, night by night</Link>, with the course of each cell.
      </p>
    </section>
  );
}

function Nights({ name }: { name: string }) {
  const query = useRoute('listNights', { params: { name }, query: { limit: NIGHTS_SHOWN } }, { everyMs: EVERY_MS });
  return (
    <section aria-labelledby="nights">
      <h2 id="nights">Nights</h2>
      <p>
        The last {NIGHTS_SHOWN}; <Link to="/nights">the calendar</Link> has all.
      </p>
      <Answered query={query}>
        {({ nights }) =>
          nights.length === 0 ? (
            <p>No start was due yet.</p>
          ) : (
            <ul className={styles.nights}>
              {nights.map((night) => (
                <NightCard key={night.due.at} night={night} named={false} />
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  );
}

function File({ name }: { name: string }) {
  const query = useRoute('showScheduleFile', { params: { name } });
  return (
    <Answered query={query}>
      {({ source }) => (
        <CodeBlock
          title="Campaign file"
          about="Each night launches this file."
          text={source}
          fileName={`${name}.yaml`}
          type="application/yaml"
        />
      )}
    </Answered>
  );
}
