/**
 * No schedule of this work is shorter: until then the devices, some of which are lost on the way, have as much time together as the work
 * takes, and the longest shard fits.
 *
 * @param lostAtMs of each device; Infinity: it is not lost.
 */
export function boundOf(workMs: number, lostAtMs: readonly number[], longestShardMs: number): number {
  const lost = [...lostAtMs].sort((a, b) => a - b);
  let left = workMs;
  for (const [index, atMs] of lost.entries()) {
    const share = left / (lost.length - index);
    if (share <= atMs) return Math.max(share, longestShardMs);
    left -= atMs;
  }
  throw new RangeError('the devices are lost before the work is done');
}
