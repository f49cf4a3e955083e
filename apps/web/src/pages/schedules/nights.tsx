import type { ScheduleView } from '@joulefleet/contracts';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useRoute } from '../../api/use-route';
import { useVerdicts, type VerdictOf } from '../../changes/use-verdicts';
import { VerdictBadge, VERDICTS, type Verdict } from '../../changes/verdict-badge';
import { VIEWER_ZONE } from '../../format/zone';
import { Button } from '../../parts/button';
import { Answered, Failure } from '../../parts/states';
import { useTitle } from '../../parts/use-title';
import { Calendar, dayName, monthName, type DayNights } from '../../schedules/calendar';
import { dayAt, movedMonth, nightsByDay, spanOf, weeksOf } from '../../schedules/calendar-days';
import calendarStyles from '../../schedules/calendar.module.css';
import { NightCard } from '../../schedules/night-card';
import { DueThere } from '../../schedules/due-there';
import { OutcomeBadge, OUTCOMES, type Outcome } from '../../schedules/night-outcome';
import styles from '../../schedules/schedules.module.css';
import { tellStart } from '../../schedules/tell-start';
import { useNights } from '../../schedules/use-nights';
import { NoSchedule } from './schedules';

const EVERY_MS = 10_000;

/** The nights of every schedule that one may see, month by month. */
export function Nights() {
  useTitle('Nights');
  const query = useRoute('listSchedules', {}, { everyMs: EVERY_MS });
  return (
    <>
      <h1>Nights</h1>
      <Answered query={query}>
        {({ schedules }) => (schedules.length === 0 ? <NoSchedule /> : <Month schedules={schedules} />)}
      </Answered>
    </>
  );
}

function Month({ schedules }: { schedules: ScheduleView[] }) {
  const today = dayAt(new Date().toISOString(), VIEWER_ZONE);
  const [chosen, choose] = useChosenDay(today);
  const month = chosen.slice(0, 7);
  const weeks = useMemo(() => weeksOf(month), [month]);
  const span = useMemo(() => spanOf(weeks, VIEWER_ZONE), [weeks]);
  const names = schedules.map(({ name }) => name);
  const known = useNights(names, span);
  const verdictOf = useVerdicts(names);
  const nights = useMemo(() => nightsByDay(known.nights, weeks.flat(), VIEWER_ZONE), [known.nights, weeks]);
  const at = (day: string): DayNights => ({ nights: nights.get(day) ?? [], planned: plannedAt(schedules, day) });
  return (
    <>
      <div className={calendarStyles.bar}>
        <Button onClick={() => choose(`${movedMonth(month, -1)}-01`)}>Month before</Button>
        <h2 className={calendarStyles.month} aria-live="polite">
          {monthName(month)}
        </h2>
        <Button onClick={() => choose(`${movedMonth(month, 1)}-01`)}>Month after</Button>
        <Button onClick={() => choose(today)}>Today</Button>
        <span className={styles.quiet}>Days in {VIEWER_ZONE}</span>
      </div>
      {known.error && <Failure failure={known.error} onRetry={known.refetch} />}
      <Calendar month={month} weeks={weeks} today={today} chosen={chosen} at={at} onChoose={choose} />
      {known.cut.length > 0 && <p>Only the newest starts of {known.cut.join(', ')} are shown: there are more.</p>}
      <Day day={chosen} found={at(chosen)} verdictOf={verdictOf} />
      <Legend />
    </>
  );
}

/** The day in the URL, so that a link shows the same; today where there is none. */
function useChosenDay(today: string): readonly [string, (day: string) => void] {
  const [search, setSearch] = useSearchParams();
  const day = search.get('day') ?? '';
  const chosen = /^\d{4}-\d{2}-\d{2}$/.test(day) && isDay(day) ? day : today;
  return [chosen, (next) => setSearch({ day: next }, { replace: true })];
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && day >= '2000-02' && day < '2199-11';
}

function plannedAt(schedules: readonly ScheduleView[], day: string): DayNights['planned'] {
  return schedules
    .flatMap(({ name, next }) => next.map((start) => ({ ...start, schedule: name })))
    .filter((start) => dayAt(start.at, VIEWER_ZONE) === day)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

interface DayProps {
  day: string;
  found: DayNights;
  verdictOf: VerdictOf;
}

function Day({ day, found: { nights, planned }, verdictOf }: DayProps) {
  return (
    <section aria-labelledby="day">
      <h2 id="day">{dayName(day)}</h2>
      {nights.length + planned.length === 0 && <p>No night was due on this day, and none of the next starts is.</p>}
      <ul className={styles.nights}>
        {nights.map((night) => (
          <NightCard
            key={`${night.schedule} ${night.due.at}`}
            night={night}
            named
            verdict={verdictOf(night.schedule, night.due.at)}
          />
        ))}
        {planned.map(({ schedule, at, local }) => (
          <li key={`${schedule} ${at}`} className={styles.night}>
            <h3>
              <Link to={`/schedules/${schedule}`}>{schedule}</Link>{' '}
              <time dateTime={at}>{tellStart(at, VIEWER_ZONE)}</time> <OutcomeBadge outcome="planned" />
            </h3>
            <DueThere start={{ at, local }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Legend() {
  return (
    <section aria-labelledby="legend">
      <h2 id="legend">What the signs mean</h2>
      <dl className={styles.facts}>
        {(Object.keys(OUTCOMES) as Outcome[]).map((outcome) => (
          <div key={outcome} className={styles.legend}>
            <dt>
              <OutcomeBadge outcome={outcome} />
            </dt>
            <dd>{OUTCOMES[outcome].meaning}</dd>
          </div>
        ))}
        {(Object.keys(VERDICTS) as Verdict[]).map((verdict) => (
          <div key={verdict} className={styles.legend}>
            <dt>
              <VerdictBadge verdict={verdict} />
            </dt>
            <dd>{VERDICTS[verdict].meaning}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.quiet}>Of each schedule, the next five starts are shown.</p>
    </section>
  );
}
