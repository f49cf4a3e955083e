import type { NightlyReport, ScheduleView } from '@joulefleet/contracts';
import { describeNight } from '@joulefleet/core';
import { Link } from 'react-router';
import { useRoute } from '../../api/use-route';
import { VIEWER_ZONE } from '../../format/zone';
import { ScrollTable } from '../../parts/scroll-table';
import { Answered, Empty } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { OutcomeBadge } from '../../schedules/night-outcome';
import { ScheduleState } from '../../schedules/schedule-state';
import styles from '../../schedules/schedules.module.css';
import { tellStart } from '../../schedules/tell-start';
import { useMay } from '../../session/session';

const COLUMNS = ['Schedule', 'State', 'Next start', 'Last night', 'Launches', 'Cron', 'Owner'];
const EVERY_MS = 10_000;

type Night = NightlyReport['nights'][number]['night'];

/** Schedules that one may see: one's own, and an admin all. */
export function Schedules() {
  useTitle('Schedules');
  const query = useRoute('listSchedules', {}, { everyMs: EVERY_MS });
  const may = useMay('campaigns:write');
  return (
    <>
      <h1>Schedules</h1>
      <p className={styles.head}>
        {may && <Link to="/new-schedule">New schedule</Link>}
        <Link to="/nights">Calendar of nights</Link>
      </p>
      <Answered query={query}>
        {({ schedules }) => (schedules.length === 0 ? <NoSchedule /> : <Table schedules={schedules} />)}
      </Answered>
    </>
  );
}

export function NoSchedule() {
  const may = useMay('campaigns:write');
  return (
    <Empty title="No schedule yet">
      <p>
        A schedule launches a campaign file by itself, such as every night at 22:00, and keeps a record of each night.
      </p>
      <p>
        {may ? (
          <>
            <Link to="/new-schedule">Add one here</Link>, or with{' '}
            <code>joulefleet schedule add NAME FILE --cron &quot;0 22 * * *&quot;</code>.
          </>
        ) : (
          'Your role may look at campaigns, not launch them. An admin can give you another one.'
        )}
      </p>
    </Empty>
  );
}

function Table({ schedules }: { schedules: ScheduleView[] }) {
  const nights = useRoute('showNightlyReport', {}, { everyMs: EVERY_MS }).data?.nights ?? [];
  const lastOf = (name: string): Night => nights.find(({ schedule }) => schedule === name)?.night ?? null;
  return (
    <ScrollTable label="Schedules" columns={COLUMNS} framed>
      {schedules.map((schedule) => (
        <Row key={schedule.name} schedule={schedule} last={lastOf(schedule.name)} />
      ))}
    </ScrollTable>
  );
}

function Row({ schedule, last }: { schedule: ScheduleView; last: Night }) {
  const { name, cron, zone, owner, campaign, next } = schedule;
  return (
    <tr>
      <th scope="row">
        <Link to={`/schedules/${name}`}>{name}</Link>
      </th>
      <td>
        <ScheduleState schedule={schedule} />
      </td>
      <td>{next[0] ? tellStart(next[0].at, VIEWER_ZONE) : '–'}</td>
      <td>
        {last ? (
          <>
            <OutcomeBadge outcome={last.outcome} /> {describeNight(last)}
          </>
        ) : (
          'none yet'
        )}
      </td>
      <td>{campaign}</td>
      <td>
        <code>{cron}</code> {zone}
      </td>
      <td>{owner}</td>
    </tr>
  );
}
