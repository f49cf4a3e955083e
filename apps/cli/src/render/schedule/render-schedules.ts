import type { ScheduleView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { renderFields } from '../table/render-fields';
import { renderTable } from '../table/render-table';

interface Start {
  schedule: string;
  local: string;
}

export function renderSchedules(schedules: readonly ScheduleView[], { colors }: Screen, addCommand: string): string {
  if (schedules.length === 0) return `There is no schedule yet. Add one: ${addCommand} NAME FILE --cron "0 22 * * *"`;
  const rows = schedules.map((schedule) => {
    const { name, cron, zone, window, owner, next } = schedule;
    return [name, describeState(schedule, colors), cron, zone, window ?? 'any time', owner, next[0]?.local ?? ''];
  });
  const titles = ['name', 'state', 'cron', 'zone', 'window', 'owner', 'next start'];
  return renderTable(
    titles.map((title) => ({ title })),
    rows,
    colors,
  );
}

export function renderSchedule(schedule: ScheduleView, screen: Screen): string {
  const { name, owner, cron, zone, window, lateUntil, overlap, budgetHours, priority, resolver, campaign } = schedule;
  const { colors } = screen;
  const fields = renderFields(
    [
      ['state', describeState(schedule, colors)],
      ['launches', `${campaign}, as ${owner}${priority === 0 ? '' : `, priority ${priority}`}`],
      ['cron', `${cron} (${zone})`],
      ['window', window ?? 'any time'],
      ['missed start', lateUntil === null ? 'skipped' : `made up for until ${lateUntil}`],
      ['overlap', overlap === 'skip' ? 'skipped' : 'waits for the night before'],
      ['budget', budgetHours === null ? 'no limit' : `${budgetHours} device-hours a night`],
      ['under test', resolver === null ? null : `what ${resolver} prints`],
      ['next starts', schedule.next.map(({ local }) => local)],
    ],
    screen,
  );
  return `${colors.bold(name)}\n${fields}`;
}

export function renderNext(starts: readonly Start[], colors: Colors): string {
  if (starts.length === 0) return 'Nothing is going to start.';
  const rows = starts.map(({ local, schedule }) => [local, schedule]);
  return renderTable([{ title: 'start' }, { title: 'schedule' }], rows, colors);
}

function describeState({ state, running }: ScheduleView, colors: Colors): string {
  const stands = {
    active: 'active',
    paused: colors.yellow('paused'),
    owner_disabled: colors.red('owner may not launch'),
  }[state];
  return running ? `${stands}, a night is open` : stands;
}
