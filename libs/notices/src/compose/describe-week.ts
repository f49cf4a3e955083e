import type { ScheduleWeek, WeekDigest } from '@joulefleet/contracts';
import { describeDetectable } from '@joulefleet/figures';
import { describeGroup, type Described } from './describe-night';

/** The summary of a week in words. */
export function describeWeekDigest({ from, to, schedules }: WeekDigest): Described {
  const sum = (pick: (week: ScheduleWeek) => readonly unknown[]): number =>
    schedules.reduce((total, week) => total + pick(week).length, 0);
  const counts = `${sum(({ open }) => open)} open, ${sum(({ fresh }) => fresh)} new, ${sum(({ fixed }) => fixed)} fixed`;
  const text = [
    `From ${from.local} to ${to.local}.`,
    ...schedules.map(describeSchedule),
    ...(schedules.length === 0 ? ['There is no schedule.'] : []),
  ].join('\n\n');
  return { title: `Week to ${to.local.slice(0, 10)}: ${counts}`, text };
}

function describeSchedule(week: ScheduleWeek): string {
  const { schedule, simulated, fresh, fixed, open, more, notJudged, learning, expectedFalse } = week;
  const paragraphs = [
    `${schedule}${simulated ? ' (simulated)' : ''}: ${describeNights(week)}`,
    ...(notJudged === null ? [] : [`Its nights could not be judged: ${notJudged}`]),
    ...(learning > 0 ? [`Nights are judged after ${learning} more.`] : []),
    ...(fresh.length > 0 ? [describeGroup('New', fresh)] : []),
    ...(fixed.length > 0 ? [describeGroup('Fixed', fixed)] : []),
    ...(open.length > fresh.length ? [describeGroup('Open', open)] : []),
    ...(more > 0 ? [`And ${more} more.`] : []),
  ];
  if (notJudged === null && learning === 0) {
    const detectable = describeDetectable(week);
    paragraphs.push(
      [
        `False findings to be expected in these nights: ${expectedFalse.toFixed(3)}.`,
        ...(detectable === '' ? [] : [`Would be seen within seven nights: ${detectable}.`]),
      ].join('\n'),
    );
  }
  return paragraphs.join('\n\n');
}

function describeNights({ nights: { complete, incomplete, failed, skipped } }: ScheduleWeek): string {
  const all = complete + incomplete + failed + skipped;
  if (all === 0) return 'no night.';
  return `${all} nights: ${complete} complete, ${incomplete} incomplete, ${failed} failed, ${skipped} skipped.`;
}
