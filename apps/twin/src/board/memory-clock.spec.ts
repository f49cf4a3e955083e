import { MemoryClock } from './memory-clock';

describe('MemoryClock', () => {
  it('rounds up to what can be locked', () => {
    const memory = new MemoryClock('jetson-orin-nx');
    memory.lock(true);
    for (const [askedMhz, mhz] of [
      [408, 665.6],
      [1866, 2133],
      [2400, 3199],
      [9999, 3199],
    ] as const) {
      memory.write(askedMhz * 1e6);
      expect(memory.hz).toBe(mhz * 1e6);
    }
  });

  it('changes nothing while it is free, and slows work and saves power below the highest rate', () => {
    const memory = new MemoryClock('jetson-nano');
    expect([memory.hz, memory.slowdown, memory.savedPart]).toEqual([1600e6, 1, 0]);
    memory.lock(true);
    memory.write(800e6);
    expect([memory.slowdown, memory.savedPart]).toEqual([1.15, 0.25]);
    memory.lock(false);
    expect([memory.hz, memory.slowdown, memory.savedPart]).toEqual([1600e6, 1, 0]);
  });
});
