import type { NightView, ScheduleView } from '@joulefleet/contracts';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import styles from './calendar.module.css';
import { dayByKey } from './calendar-days';
import { OUTCOMES, type Outcome } from './night-outcome';

/** What a day of the calendar shows. */
export interface DayNights {
  nights: readonly NightView[];
  planned: readonly (ScheduleView['next'][number] & { schedule: string })[];
}

interface CalendarProps {
  month: string;
  weeks: readonly (readonly string[])[];
  today: string;
  chosen: string;
  at: (day: string) => DayNights;
  onChoose: (day: string) => void;
}

/** A month of days: arrows, Home, End and Page keys move, and what is chosen is shown below. */
export function Calendar({ month, weeks, today, chosen, at, onChoose }: CalendarProps) {
  const table = useRef<HTMLTableElement>(null);
  /** Where keys have gone already: they come faster than a page is rendered. */
  const byKey = useRef<string | null>(null);
  useEffect(() => {
    if (byKey.current !== chosen) return;
    table.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    byKey.current = null;
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const day = dayByKey(byKey.current ?? chosen, event.key);
    if (day === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    byKey.current = day;
    onChoose(day);
  };
  return (
    <table ref={table} className={styles.grid} aria-label={`Nights of ${monthName(month)}`} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {weeks[0]!.map((day) => (
            <th key={day} scope="col" abbr={weekday(day, 'long')}>
              {weekday(day, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day}>
                <button
                  type="button"
                  className={`${styles.day} ${day.startsWith(month) ? '' : styles.outside}`}
                  aria-pressed={day === chosen}
                  tabIndex={day === chosen ? 0 : -1}
                  onClick={() => onChoose(day)}
                >
                  <span className={styles.told}>{`${dayName(day)}: ${describeDay(at(day))}`}</span>
                  <span aria-hidden="true" className={day === today ? styles.today : ''}>
                    {Number(day.slice(8))}
                  </span>
                  <Outcomes found={at(day)} />
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Outcomes({ found }: { found: DayNights }) {
  return countsOf(found).map(([outcome, count]) => (
    <span key={outcome} aria-hidden="true" className={`${styles.outcome} ${styles[OUTCOMES[outcome].tone]}`}>
      {OUTCOMES[outcome].sign} {count} <span className={styles.word}>{outcome}</span>
    </span>
  ));
}

function countsOf({ nights, planned }: DayNights): [Outcome, number][] {
  const found = (Object.keys(OUTCOMES) as Outcome[]).map((outcome): [Outcome, number] => [
    outcome,
    outcome === 'planned' ? planned.length : nights.filter((night) => night.outcome === outcome).length,
  ]);
  return found.filter(([, count]) => count > 0);
}

function describeDay(found: DayNights): string {
  return (
    countsOf(found)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', ') || 'no night'
  );
}

export function monthName(month: string): string {
  return utc(`${month}-01`, { month: 'long', year: 'numeric' });
}

export function dayName(day: string): string {
  return utc(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

function weekday(day: string, length: 'short' | 'long'): string {
  return utc(day, { weekday: length });
}

function utc(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
