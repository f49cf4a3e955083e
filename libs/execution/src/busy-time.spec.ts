import { BusyTime } from './busy-time';

describe('BusyTime', () => {
  let nowMs = 0;
  let stored: number[] = [];
  const store = (ms: number): Promise<boolean> => {
    stored.push(ms);
    return Promise.resolve(true);
  };

  beforeEach(() => ([nowMs, stored] = [5_000, []]));

  it('counts up to the last record, each part once', async () => {
    const busy = new BusyTime(() => nowMs);
    nowMs += 300;
    busy.mark();
    nowMs += 100;
    expect(await busy.handTo(store)).toBe(true);
    await busy.handTo(store);
    busy.mark();
    await busy.handTo(store);
    expect(stored).toEqual([300, 0, 100]);
  });

  it('keeps what could not be stored for the next time', async () => {
    const busy = new BusyTime(() => nowMs);
    nowMs += 300;
    busy.mark();
    await expect(busy.handTo(() => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    nowMs += 50;
    busy.mark();
    await busy.handTo(store);
    expect(stored).toEqual([350]);
  });
});
