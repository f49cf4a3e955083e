import type { NightView, ScheduleView } from '@joulefleet/contracts';
import { dayAt, dayByKey, movedDay, movedMonth, nightsByDay, spanOf, weeksOf } from './calendar-days';
import { addRequestOf, editRequestOf, emptyForm, findObstacle, formOf, readForms } from './schedule-form';
import { clockChanges, onOtherClock, tellStart } from './tell-start';

const BERLIN = 'Europe/Berlin';

it.each([
  ['2026-07-01 22:00 +02:00', BERLIN, null],
  ['2026-07-01 20:00 +00:00', BERLIN, '2026-07-01 20:00 +00:00'],
  ['2026-07-01 20:00 +00:00', 'UTC', null],
  ['2026-07-01 16:30 -03:30', 'UTC', '2026-07-01 16:30 -03:30'],
])('shows a start at %s by its own clock to somebody in %s only where clocks differ', (local, zone, shown) => {
  expect(onOtherClock({ at: '2026-07-01T20:00:00Z', local }, zone)).toBe(shown);
});

describe('the days of a calendar', () => {
  it('are whole weeks from Monday on that hold the month', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks[0]).toEqual(weekFrom('2026-10-26'));
    expect(weeks.at(-1)).toEqual(weekFrom('2026-11-30'));
    expect(weeksOf('2027-02')).toHaveLength(4);
    for (const month of ['2024-02', '2026-12', '2027-01'])
      expect(
        weeksOf(month)
          .flat()
          .filter((day) => day.startsWith(month))
          .at(-1),
      ).toBe(movedDay(`${movedMonth(month, 1)}-01`, -1));
  });

  const weekFrom = (monday: string) => Array.from({ length: 7 }, (_, at) => movedDay(monday, at));

  it('begin and end at midnight of the zone, on the days of daylight saving too', () => {
    expect(spanOf(weeksOf('2026-10'), BERLIN)).toEqual({
      from: '2026-09-27T22:00:00.000Z',
      to: '2026-11-01T23:00:00.000Z',
    });
    expect(dayAt('2026-10-24T22:30:00.000Z', BERLIN)).toBe('2026-10-25');
    expect(dayAt('2026-10-25T22:30:00.000Z', BERLIN)).toBe('2026-10-25');
  });

  it('are walked by the keys of a grid; a month that has no such day ends at its last', () => {
    expect(dayByKey('2026-11-01', 'ArrowLeft')).toBe('2026-10-31');
    expect(dayByKey('2026-11-27', 'ArrowDown')).toBe('2026-12-04');
    expect(dayByKey('2026-11-27', 'Home')).toBe('2026-11-23');
    expect(dayByKey('2026-11-29', 'End')).toBe('2026-11-29');
    expect(dayByKey('2026-03-31', 'PageUp')).toBe('2026-02-28');
    expect(dayByKey('2026-12-31', 'PageDown')).toBe('2027-01-31');
    expect(dayByKey('2026-11-27', 'a')).toBeNull();
  });

  it('hold their nights in order, and a run of skipped starts on each of its days', () => {
    const night = (due: string, lastDue = due) => ({ due: { at: due }, lastDue: { at: lastDue } }) as NightView;
    const late = night('2026-11-02T23:30:00.000Z');
    const early = night('2026-11-03T21:00:00.000Z');
    const run = night('2026-11-03T22:00:00.000Z', '2026-11-05T22:00:00.000Z');
    const days = ['2026-11-02', '2026-11-03', '2026-11-04'];
    expect(nightsByDay([run, early, late], days, BERLIN)).toEqual(
      new Map([
        ['2026-11-03', [late, early, run]],
        ['2026-11-04', [run]],
      ]),
    );
  });
});

describe('the next starts', () => {
  const at = (iso: string): ScheduleView['next'][number] => ({ at: iso, local: '' });

  it('name the zone, and the hour that clocks show after they were put back', () => {
    expect(tellStart('2026-10-24T20:00:00.000Z', BERLIN, 'en-GB')).toContain('22:00 CEST');
    expect(tellStart('2026-10-25T21:00:00.000Z', BERLIN, 'en-GB')).toContain('22:00 CET');
  });

  it('say where clocks change before them', () => {
    const nights = [at('2026-10-24T20:00:00Z'), at('2026-10-25T21:00:00Z'), at('2027-03-28T20:00:00Z')];
    expect(clockChanges(nights, Date.parse('2026-10-24T12:00:00Z'), BERLIN)).toEqual([
      null,
      'after clocks are put back by 60 min',
      'after clocks are put forward by 60 min',
    ]);
    expect(clockChanges(nights, Date.parse('2026-10-24T12:00:00Z'), 'UTC')).toEqual([null, null, null]);
  });
});

describe('the form of a schedule', () => {
  const form = { ...emptyForm(BERLIN), name: ' nightly ', source: 'name: x', window: '22:00-06:00' };

  it('sends nothing for what is empty', () => {
    expect(addRequestOf(form)).toEqual({
      ...{ name: 'nightly', source: 'name: x', sourceName: 'campaign.yaml', cron: '0 22 * * *', zone: BERLIN },
      ...{ window: '22:00-06:00', lateUntil: null, overlap: 'skip', budgetHours: null, priority: 0, resolver: null },
    });
  });

  it('comes back from what was stored, and sends only what was changed', () => {
    const { name, source, ...rule } = addRequestOf(form);
    const stored = formOf({ name, ...rule } as unknown as ScheduleView, source);
    expect(editRequestOf(stored, stored)).toBeNull();
    expect(editRequestOf({ ...stored, window: '', budgetHours: '2.5', source: 'name: y' }, stored)).toEqual({
      ...{ window: null, budgetHours: 2.5, source: 'name: y', sourceName: 'campaign.yaml' },
    });
  });

  it('says what is no figure before it would be taken for none', () => {
    expect(findObstacle(form)).toBeNull();
    expect(findObstacle({ ...form, source: ' ' })).toContain('file');
    expect(findObstacle({ ...form, budgetHours: '2 h' })).toContain('budget');
    expect(findObstacle({ ...form, budgetHours: '0' })).toContain('budget');
    expect(findObstacle({ ...form, priority: '' })).toContain('priority');
  });

  it('is read again from what was kept, and not from anything else', () => {
    expect(readForms(JSON.stringify({ form, begun: form }))).toEqual({ form, begun: form });
    expect(readForms('')).toBeNull();
    expect(readForms('{"form":1}')).toBeNull();
  });
});
