import type uPlot from 'uplot';

/** A place without samples is as wide as this at least; a narrower one is drawn over. */
const GAP_PX = 4;

/** Whether there is more than a point for each pixel of what is in sight. */
export function isDense({ bbox, series }: uPlot): boolean {
  const [from, to] = series[0]!.idxs ?? [0, 0];
  return to - from > bbox.width;
}

/**
 * Draws a series with more points than pixels: a bar from the least to the greatest of each pixel column, from where the one before ended. It
 * looks like the line through all points, and costs a fraction of it without a graphics card.
 */
export function drawDense(plot: uPlot, place: number, color: string): void {
  const { ctx, bbox, data, scales, series } = plot;
  const [from, to] = series[0]!.idxs ?? [0, -1];
  const [x, y] = [scales.x!, scales[series[place]!.scale!]!];
  const perX = bbox.width / (x.max! - x.min!);
  const perY = bbox.height / (y.max! - y.min!);
  const [times, values] = [data[0], data[place]!];
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = color;
  let [column, low, high, last] = [-Infinity, 0, 0, 0];
  const fill = (next: number): void => {
    const width = next - column < GAP_PX ? next - column : 1;
    if (column > -Infinity) ctx.fillRect(column, low, width, Math.max(high - low, devicePixelRatio));
  };
  for (let i = from; i <= to; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const at = Math.floor(bbox.left + (times[i]! - x.min!) * perX);
    const height = Math.round(bbox.top + (y.max! - value) * perY);
    if (at !== column) {
      const isNear = at - column < GAP_PX;
      fill(at);
      column = at;
      low = isNear ? Math.min(last, height) : height;
      high = isNear ? Math.max(last, height) : height;
    }
    low = Math.min(low, height);
    high = Math.max(high, height);
    last = height;
  }
  fill(column + 1);
  ctx.restore();
}
