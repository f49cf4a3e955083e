import { ClockCounter } from './clock-counter';

describe('ClockCounter', () => {
  const counter = new ClockCounter([306_000_000, 408_000_000, 918_000_000]);
  counter.add(408_000_000, 25_500);
  counter.add(408_000_000, 14_600);
  counter.add(918_000_000, 1_000_900);
  counter.add(408_000_000, 1_000);

  it('shows what cpufreq shows', () => {
    expect(counter.timeInState()).toBe('306000000 0\n408000000 4\n918000000 100');
  });

  it('shows what devfreq shows', () => {
    expect(counter.transStat()).toBe(
      [
        '     From  :   To',
        '           : 306000000 408000000 918000000   time(ms)',
        '  306000000:         0         0         0         0',
        '* 408000000:         0         0         1        41',
        '  918000000:         0         1         0      1000',
        'Total transition : 2',
      ].join('\n'),
    );
  });

  it('knows its levels', () => {
    expect(() => counter.add(1, 1)).toThrow(RangeError);
  });
});
