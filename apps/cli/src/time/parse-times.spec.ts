import fc from 'fast-check';
import { CliFailure } from '../cli-failure';
import { momentOf } from './moment-of';
import { parseMoment } from './parse-moment';
import { parseSpan } from './parse-span';
import { windowOf } from './window-of';

const NOW = Date.parse('2026-05-01T10:00:00Z');
const HOUR_MS = 3_600_000;

describe('parseSpan', () => {
  it.each([
    ['2h', 2 * HOUR_MS],
    ['90min', 1.5 * HOUR_MS],
    ['90m', 1.5 * HOUR_MS],
    ['1d 12h', 36 * HOUR_MS],
    ['1h30min', 1.5 * HOUR_MS],
    ['1.5 h', 1.5 * HOUR_MS],
    ['2w', 336 * HOUR_MS],
    [' 45 S ', 45_000],
  ])('%s', (text, spanMs) => expect(parseSpan(text)).toBe(spanMs));

  it.each(['', '2', 'h', '-2h', '2 hours', '0h', '1h-2min', '2h tomorrow', '1..5h'])('refuses "%s"', (text) =>
    expect(parseSpan(text)).toBeNull(),
  );

  it('adds up', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(999), (d, h, min) => {
        const spanMs = d * 24 * HOUR_MS + h * HOUR_MS + min * 60_000;
        expect(parseSpan(`${d}d ${h}h ${min}min`)).toBe(spanMs || null);
      }),
    );
  });
});

describe('parseMoment', () => {
  it.each([
    ['now', NOW],
    ['+2h', NOW + 2 * HOUR_MS],
    ['2026-05-02T08:00:00.000Z', Date.parse('2026-05-02T08:00:00Z')],
    ['2026-05-02 08:00Z', Date.parse('2026-05-02T08:00:00Z')],
    ['2026-05-02 08:00 +02:00', Date.parse('2026-05-02T06:00:00Z')],
    ['2026-05-02 08:00', new Date(2026, 4, 2, 8).getTime()],
    ['2026-05-02', new Date(2026, 4, 2).getTime()],
    ['2028-02-29', new Date(2028, 1, 29).getTime()],
  ])('%s', (text, momentMs) => expect(parseMoment(text, NOW)).toEqual([momentMs]));

  it.each([
    '',
    'tomorrow',
    '2h',
    '+',
    '2026-02-30',
    '2026-13-01',
    '2026-05-00',
    '2026-05-01 25:00',
    '08:00',
    '5/1/2026',
  ])('refuses "%s"', (text) => expect(parseMoment(text, NOW)).toBeNull());

  it('takes back every moment that it is given as ISO 8601', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (moment) =>
        expect(parseMoment(moment.toISOString(), NOW)).toEqual([moment.getTime()]),
      ),
    );
  });
});

it.each(['0000-01-01', '1999-12-31T23:59Z', '2200-01-01T00:00Z', '9999-12-31'])('refuses the year of %s', (text) => {
  expect(() => momentOf('--from', text, NOW)).toThrow(/between the years 2000 and 2200/);
});

describe('windowOf', () => {
  it('begins now unless said, and ends after a span or at a moment', () => {
    expect(windowOf({ for: '2h' }, NOW)).toEqual({
      startsAt: '2026-05-01T10:00:00.000Z',
      endsAt: '2026-05-01T12:00:00.000Z',
    });
    expect(windowOf({ from: '2026-05-02 08:00Z', to: '2026-05-02 09:00Z' }, NOW)).toEqual({
      startsAt: '2026-05-02T08:00:00.000Z',
      endsAt: '2026-05-02T09:00:00.000Z',
    });
  });

  it.each([
    [{}, /one of --to and --for/],
    [{ to: '+2h', for: '2h' }, /one of --to and --for/],
    [{ for: 'a while' }, /--for: "a while"/],
    [{ from: 'soon', for: '2h' }, /--from: "soon"/],
    [{ from: '+3h', to: '+2h' }, /ends before it begins/],
    [{ from: '2026-04-30', for: '1h' }, /has ended already/],
  ])('refuses %j', (options, message) => {
    expect(() => windowOf(options, NOW)).toThrow(CliFailure);
    expect(() => windowOf(options, NOW)).toThrow(message);
  });
});
