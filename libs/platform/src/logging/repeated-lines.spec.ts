import { RepeatedLines } from './repeated-lines';

describe('RepeatedLines', () => {
  it('writes what repeats three times a minute, then once with the number of those left out', () => {
    const lines = new RepeatedLines();
    const takes = Array.from({ length: 600 }, (_, i) => lines.take('OOM command not allowed', i * 100));
    expect(takes.slice(0, 3)).toEqual([0, 0, 0]);
    expect(takes.slice(3).every((take) => take === null)).toBe(true);
    expect(lines.take('OOM command not allowed', 60_000)).toBe(597);
    expect(lines.take('OOM command not allowed', 60_001)).toBe(0);
  });

  it('distinguishes lines by their words, not by ids in them', () => {
    const lines = new RepeatedLines();
    const shard = (n: number) => `shard 0199a5c4-7d1e-7000-8000-${String(n).padStart(12, '0')} is refused`;
    for (let n = 0; n < 50; n++) lines.take(shard(n), 0);
    expect(lines.take(shard(99), 1)).toBeNull();
    expect(lines.take('nano-1: no answer', 1)).toBe(0);
    expect(lines.take('nano-2: no answer', 1)).toBe(0);
  });

  it('remembers a bounded number of kinds', () => {
    const lines = new RepeatedLines();
    for (let n = 0; n < 5_000; n++) lines.take(`kind ${String.fromCodePoint(0x4e00 + n)}`, 0);
    expect((lines as unknown as { kinds: Map<string, object> }).kinds.size).toBeLessThanOrEqual(500);
  });
});
