import type { Lane } from '@joulefleet/contracts';
import { shareOf, type TimeSpan } from './lane-scale';

/** Of the drawing; it is stretched to the width of its place. */
export const LANE_WIDTH = 1_000;
export const LANE_HEIGHT = 32;
/** Narrower than a pixel of most screens nothing is seen. */
const LEAST = 1.2;

/** Paths of a lane, one for each mark. */
export interface LanePaths {
  shards: string;
  accepted: string;
  rejected: string;
  failed: string;
  other: string;
}

/** From and to, as shares of the height: marks differ in where they are, so that they can be told apart without their colours. */
const BANDS = {
  shards: [0.86, 1],
  accepted: [0.45, 0.8],
  rejected: [0, 0.4],
  failed: [0, 0.8],
  other: [0.6, 0.8],
} as const;

/**
 * A lane over a span of time: shards as a line at the bottom, accepted attempts above it, rejected ones on top, failed ones through
 * both; `zeroMs` is what its times are since.
 */
export function drawLane({ shards, trials }: Lane, zeroMs: number, span: TimeSpan): LanePaths {
  const boxes = (of: readonly { startMs: number; endMs: number }[], band: keyof typeof BANDS): string =>
    of.map(({ startMs, endMs }) => box(zeroMs + startMs, zeroMs + endMs, band, span)).join('');
  return {
    shards: boxes(shards, 'shards'),
    accepted: boxes(
      trials.filter(({ accepted }) => accepted > 0),
      'accepted',
    ),
    rejected: boxes(
      trials.filter(({ rejected }) => rejected > 0),
      'rejected',
    ),
    failed: boxes(
      trials.filter(({ failed }) => failed > 0),
      'failed',
    ),
    other: boxes(
      trials.filter(({ other }) => other > 0),
      'other',
    ),
  };
}

function box(fromMs: number, toMs: number, band: keyof typeof BANDS, span: TimeSpan): string {
  const [left, right] = [fromMs, toMs].map((atMs) => LANE_WIDTH * Math.min(1.01, Math.max(-0.01, shareOf(atMs, span))));
  if (right! < 0 || left! > LANE_WIDTH) return '';
  const width = Math.max(LEAST, right! - left! - 0.4);
  const [top, bottom] = BANDS[band];
  return `M${round(left!)} ${round(top * LANE_HEIGHT)}h${round(width)}v${round((bottom - top) * LANE_HEIGHT)}h${round(-width)}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
