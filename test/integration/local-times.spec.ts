import fc from 'fast-check';
import { tellInstant } from '../../apps/cli/src/time/local-instants';
import { momentOf } from '../../apps/cli/src/time/moment-of';
import { parseMoment } from '../../apps/cli/src/time/parse-moment';

const NOW = Date.parse('2026-05-01T10:00:00Z');

describe.each([
  // Zone, a time that does not exist, one that comes twice, and what both are called.
  ['Europe/Berlin', '2026-03-29 02:30', '2026-10-25 02:30', '"2026-10-25 02:30 +02:00", "2026-10-25 02:30 +01:00"'],
  ['America/New_York', '2026-03-08 02:00', '2026-11-01 01:59', '"2026-11-01 01:59 -04:00", "2026-11-01 01:59 -05:00"'],
  [
    'Australia/Lord_Howe',
    '2026-10-04 02:15',
    '2026-04-05 01:45',
    '"2026-04-05 01:45 +11:00", "2026-04-05 01:45 +10:30"',
  ],
])('local times in %s', (zone, skipped, twice, both) => {
  const before = process.env.TZ;
  beforeAll(() => (process.env.TZ = zone));
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it('are refused where they do not exist or come twice, and taken with an offset', () => {
    expect(parseMoment(skipped, NOW)).toEqual([]);
    expect(parseMoment(twice, NOW)).toHaveLength(2);
    expect(() => momentOf('--from', skipped, NOW)).toThrow(/does not exist here/);
    const failed = (): unknown => {
      try {
        return momentOf('--from', twice, NOW);
      } catch (error) {
        return error;
      }
    };
    expect(JSON.stringify(failed())).toContain(JSON.stringify(both).slice(1, -1));
    for (const [, text] of both.matchAll(/"([^"]+)"/g)) expect(tellInstant(momentOf('--from', text!, NOW))).toBe(text);
  });

  it('are one instant otherwise', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2001-01-01'), max: new Date('2190-01-01'), noInvalidDate: true }),
        (date) => {
          const minute = Math.floor(date.getTime() / 60_000) * 60_000;
          expect(parseMoment(tellInstant(minute).slice(0, 16), NOW)).toContain(minute);
          expect(momentOf('--to', tellInstant(minute), NOW)).toBe(minute);
        },
      ),
    );
  });
});
