import type { Lane, LanesView } from '@joulefleet/contracts';
import { drawLane } from './draw-lane';
import { laneRows } from './lane-rows';
import { panSpan, ticksOf, zoomSpan } from './lane-scale';

const WHOLE = { fromMs: 0, toMs: 100_000 };
const HOUR_MS = 3_600_000;

describe('lanes of a campaign', () => {
  const trials = { accepted: 0, rejected: 0, failed: 0, other: 0, trialId: null };

  it('are zoomed around a place and moved, and never leave the whole time', () => {
    expect(zoomSpan(WHOLE, 0.5, 0.5, WHOLE)).toEqual({ fromMs: 25_000, toMs: 75_000 });
    expect(zoomSpan({ fromMs: 25_000, toMs: 75_000 }, 4, 0.5, WHOLE)).toEqual(WHOLE);
    expect(zoomSpan(WHOLE, 1e-6, 0, WHOLE)).toEqual({ fromMs: 0, toMs: 2_000 });
    expect(panSpan({ fromMs: 60_000, toMs: 80_000 }, 3, WHOLE)).toEqual({ fromMs: 80_000, toMs: 100_000 });
  });

  it('have whole hours and days of the viewer on their axis', () => {
    const day = { fromMs: 20 * HOUR_MS + 5, toMs: 44 * HOUR_MS };
    expect(ticksOf(day, 6, 0)).toEqual([24, 30, 36, 42].map((hour) => hour * HOUR_MS));
    expect(ticksOf(day, 6, 2 * HOUR_MS)).toEqual([22, 28, 34, 40].map((hour) => hour * HOUR_MS));
    expect(ticksOf({ fromMs: 0, toMs: 960 * HOUR_MS }, 6, 0)).toHaveLength(6);
  });

  it('are drawn as bands of their own height, and what is out of sight is not', () => {
    const lane: Lane = {
      ...{ device: 'nano', conditions: [], shards: [{ startMs: 0, endMs: 50_000, shards: 1 }] },
      trials: [
        { ...trials, startMs: 0, endMs: 10_000, accepted: 1 },
        { ...trials, startMs: 10_000, endMs: 20_000, rejected: 1 },
        { ...trials, startMs: 60_000, endMs: 70_000, failed: 1 },
      ],
    };
    const paths = drawLane(lane, 0, WHOLE);
    expect(paths).toMatchObject({
      accepted: 'M0 14.4h99.6v11.2h-99.6z',
      rejected: 'M100 0h99.6v12.8h-99.6z',
      other: '',
    });
    expect(drawLane(lane, 0, { fromMs: 0, toMs: 30_000 }).failed).toBe('');
  });

  it('are put into words, with the trial where there is only one', () => {
    const view = {
      from: '2026-01-01T00:00:00.000Z',
      pauses: [{ startMs: 5, endMs: null, by: 'ada' }],
      lanes: [
        {
          device: 'nano',
          shards: [],
          trials: [
            { ...trials, startMs: 10, endMs: 20, rejected: 1, trialId: 't' },
            { ...trials, startMs: 20, endMs: 30, accepted: 3, other: 1 },
          ],
          conditions: [{ startMs: 0, endMs: 9, availability: 'quarantined', message: 'quarantined: hot' }],
        },
      ],
    } as unknown as LanesView;
    const rows = laneRows(view);
    expect(rows.map(({ device, what, trialId }) => [device, what, trialId])).toEqual([
      ['all', 'paused by ada', null],
      ['nano', 'quarantined: hot', null],
      ['nano', 'trial rejected', 't'],
      ['nano', 'trials: 3 accepted, 1 without a verdict', null],
    ]);
    expect([rows[0]!.toMs, rows[1]!.fromMs]).toEqual([null, Date.parse('2026-01-01')]);
  });
});
