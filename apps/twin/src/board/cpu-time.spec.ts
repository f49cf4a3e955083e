import { CpuTime } from './cpu-time';

describe('CpuTime', () => {
  it('counts every core, idle or busy', () => {
    const time = new CpuTime(4, 20_000_000);
    expect(time.statLine()).toBe('cpu  0 0 0 0 0 0 0 0 0 0');
    time.advance(21_000_000, false);
    expect(time.statLine()).toBe('cpu  0 0 0 400 0 0 0 0 0 0');
    time.advance(22_000_000, true);
    expect(time.statLine()).toBe('cpu  100 0 0 700 0 0 0 0 0 0');
    time.foreignFraction = 0.5;
    time.advance(23_000_000, false);
    expect(time.statLine()).toBe('cpu  300 0 0 900 0 0 0 0 0 0');
  });

  it('is never more than wholly busy', () => {
    const time = new CpuTime(1, 0);
    time.foreignFraction = 1;
    time.advance(1_000_000, true);
    expect(time.statLine()).toBe('cpu  100 0 0 0 0 0 0 0 0 0');
  });
});
