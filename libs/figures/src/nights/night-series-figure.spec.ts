import type { NightChange, NightSeriesView } from '@joulefleet/contracts';
import { nightSeriesAsCsv } from '../csv/night-series-csv';
import { nightSeriesFigure } from './night-series-figure';

const night = (
  day: number,
  value: number | null,
  underTest: string | null = 'v1',
): NightSeriesView['nights'][number] => ({
  night: { at: `2026-03-0${day}T21:00:00.000Z`, local: `2026-03-0${day} 22:00 +01:00` },
  ...{
    underTest,
    measured: value,
    value,
    movedPct: value === null ? null : 0.25,
    sentinelPct: value === null ? null : 0.5,
  },
  ...(day < 2 ? { reference: null, low: null, high: null } : { reference: 5_000, low: 4_950, high: 5_050 }),
});

const VIEW: NightSeriesView = {
  ...{ schedule: 'nightly', simulated: true, kind: 'series', key: 'k', about: 'alexnet <b>', device: 'nano-1' },
  ...{ metric: 'power', sentinel: false, unit: 'mW', changes: ['c'] },
  nights: [night(1, 5_000), night(2, 5_010), night(3, null, null), night(4, 5_200, 'v2'), night(5, 5_210, 'v2')],
};

const at = (place: number) => VIEW.nights[place]!.night;
const CHANGE: NightChange = {
  ...{ id: 'c', kind: 'series', key: 'k', about: VIEW.about, device: 'nano-1', metric: 'power', cells: 1 },
  ...{
    changePct: 4,
    lowPct: 3.6,
    highPct: 4.4,
    state: 'confirmed',
    acknowledged: false,
    since: at(3),
    flagged: at(3),
    decided: at(4),
  },
  ...{
    underTest: { before: 'v1', since: 'v2' },
    cause: null,
    because: null,
    narrowed: null,
    measuredAgain: null,
    marks: [],
  },
};

const count = (svg: string, part: RegExp): number => svg.match(part)?.length ?? 0;

describe('the figure of a series over nights', () => {
  it('has a point for each measured night, another shape outside of the band, and no line over a missing night', () => {
    const { svg } = nightSeriesFigure(VIEW, [CHANGE]);
    const points = svg.slice(0, svg.indexOf('a night, the movement'));
    expect(count(points, /<circle[^>]*><title>/g)).toBe(2);
    expect(count(points, /<path[^>]*><title>[^<]*5200 mW/g) + count(points, /<path[^>]*><title>[^<]*5210 mW/g)).toBe(2);
    expect(points).toMatch(/d="M[\d. L]+ M[\d. L]+" fill="none" stroke="#0072b2"/);
  });

  it('marks the first night of a change, the one that decided it, and the change of what is under test', () => {
    const { svg } = nightSeriesFigure(VIEW, [CHANGE]);
    expect(count(svg, /<title>\+4\.0 % \(3\.6 to 4\.4\), confirmed<\/title>/g)).toBe(2);
    expect(count(svg, /<title>v1 to v2<\/title>/g)).toBe(1);
    expect(svg).toContain('first night of a change');
    const quiet = nightSeriesFigure(VIEW, []).svg;
    expect(quiet).not.toContain('first night of a change');
    const suspected = nightSeriesFigure(VIEW, [{ ...CHANGE, state: 'suspected', decided: null }]).svg;
    expect(count(suspected, /<title>\+4\.0 % \(3\.6 to 4\.4\), suspected<\/title>/g)).toBe(1);
  });

  it('marks the night in which versions were measured in turn, and draws the sentinel cells where there are some', () => {
    const sibling = { device: 'nano-2', outcome: 'alike', changePct: 0.12, lowPct: -0.4, highPct: 0.64 } as const;
    const measuredAgain = { outcome: 'differ', changePct: 3.9, lowPct: 3.4, highPct: 4.4, sibling } as const;
    const { svg, table } = nightSeriesFigure(VIEW, [{ ...CHANGE, measuredAgain }]);
    expect(
      count(
        svg,
        /<title>measured again: differ, \+3\.9 % \(3\.4 to 4\.4\); sibling nano-2 alike, \+0\.1 % \(-0\.4 to 0\.6\)<\/title>/g,
      ),
    ).toBe(1);
    expect(svg).toContain('were measured again, in turn');
    expect(svg).toContain('how far its sentinel cells are off');
    expect(table!.rows[1]!.slice(5, 7)).toEqual(['0.25', '0.50']);
    const without = VIEW.nights.map((each) => ({ ...each, sentinelPct: null }));
    const plain = nightSeriesFigure({ ...VIEW, nights: without }, [CHANGE]).svg;
    expect(plain).not.toContain('measured again');
    expect(plain).not.toContain('sentinel');
  });

  it('names nothing that no night has yet: no reference with its band, no night outside of it', () => {
    const early = nightSeriesFigure({ ...VIEW, nights: [night(1, 5_000)] }, []).svg;
    expect(early).not.toMatch(/reference, with the band|outside of the band/);
    const within = nightSeriesFigure({ ...VIEW, nights: [night(1, 5_000), night(2, 5_010)] }, []).svg;
    expect(within).toContain('reference, with the band');
    expect(within).not.toContain('outside of the band');
    expect(nightSeriesFigure(VIEW, []).svg).toContain('a night outside of the band');
    const unmoved = nightSeriesFigure({ ...VIEW, nights: [{ ...night(1, 5_000), movedPct: null }] }, []).svg;
    expect(unmoved).not.toContain('how the device moved');
  });

  it('names a day once, however many nights it has, and within the figure', () => {
    const later = { ...night(4, 5_100), night: { ...at(3), at: '2026-03-04T22:00:00.000Z' } };
    const { svg } = nightSeriesFigure({ ...VIEW, nights: [night(1, 5_000), night(4, 5_200), later] }, []);
    const days = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>2026-03-(\d\d)<\/text>/g)];
    expect(days.map(([, , day]) => day)).toEqual(['01', '04']);
    expect(Math.max(...days.map(([, x]) => Number(x)))).toBeLessThanOrEqual(720 - 72 / 2);
  });

  it('says the same in words and in a table, with nothing taken for markup', () => {
    const { title, caption, svg, table } = nightSeriesFigure(VIEW, [CHANGE]);
    expect(title).toBe('mean power, nano-1: alexnet <b>');
    expect(caption).toContain('4 nights; the last one 2026-03-05: 5210 mW; reference 5000, 4950 to 5050; v2.');
    expect(caption).toContain('Since 2026-03-04 +4.0 % (3.6 to 4.4) (confirmed)');
    expect(svg).not.toContain('<b>');
    expect(table!.rows).toHaveLength(5);
    expect(table!.rows[2]).toEqual(['2026-03-03 22:00 +01:00', '–', '–', '5000', '4950 to 5050', '–', '–', '–']);
  });

  it('draws a series of one night, and one that was measured in none', () => {
    const one = nightSeriesFigure({ ...VIEW, nights: [night(1, 5_000)] }, []);
    expect(one.svg).not.toContain('NaN');
    const none = nightSeriesFigure({ ...VIEW, nights: [night(1, null)] }, []);
    expect(none.svg).not.toMatch(/NaN|Infinity/);
    expect(none.caption).toContain('It was measured in no night.');
  });

  it('is a line of CSV for each night', () => {
    const lines = nightSeriesAsCsv(VIEW).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[4]).toBe(
      'nightly,series,alexnet <b>,nano-1,power,mW,true,2026-03-04T21:00:00.000Z,v2,5200,5200,0.25,5000,4950,5050,0.5',
    );
  });
});
