import type { Dwell } from '../physics';
import { dwellAt, SLOT_US, slotEnd } from './governor-slots';

const dwells: Dwell[] = [
  { clocks: { cpuKhz: 2, gpuHz: 2 }, share: 0.75 },
  { clocks: { cpuKhz: 1, gpuHz: 2 }, share: 0.2 },
  { clocks: { cpuKhz: 1, gpuHz: 1 }, share: 0.05 },
];

describe('dwellAt', () => {
  it.each([0, 0.3, 0.99])('meets the shares over a trial of 6 s at any offset (%p) and start', (offset) => {
    for (const firstSlot of [0, 17, 1_000_003]) {
      const slots = 300;
      const counts = new Map<Dwell, number>();
      for (let k = 0; k < slots; k++) {
        const dwell = dwellAt(dwells, offset, (firstSlot + k) * SLOT_US);
        counts.set(dwell, (counts.get(dwell) ?? 0) + 1);
      }
      for (const dwell of dwells) expect(Math.abs((counts.get(dwell) ?? 0) / slots - dwell.share)).toBeLessThan(0.012);
    }
  });

  it('holds within a slot and ends with it', () => {
    expect(dwellAt(dwells, 0.5, 5 * SLOT_US)).toBe(dwellAt(dwells, 0.5, 6 * SLOT_US - 1));
    expect(slotEnd(5 * SLOT_US)).toBe(6 * SLOT_US);
    expect(slotEnd(5 * SLOT_US + 1)).toBe(6 * SLOT_US);
  });
});
