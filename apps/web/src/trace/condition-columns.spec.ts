import { conditionColumns, meanHz } from './condition-columns';

const GPU = { clock: 'GPU', governor: 'userspace', method: 'counters' } as const;
const WINDOW = { name: 'inference', startUs: 100, endUs: 900 };
const ENDS = { startUs: 0, endUs: 1_000 };

describe('clocks and temperatures over time', () => {
  it('have readings as points at the ends, and the mean of the window as a line between its marks', () => {
    const levels = [
      { hz: 400e6, ms: 30 },
      { hz: 800e6, ms: 10 },
    ];
    const columns = conditionColumns(
      {
        clocks: [{ ...GPU, beforeHz: 400e6, afterHz: 800e6, levels }],
        temperatures: [
          { at: 'start of the window', tUs: 100, celsius: 40 },
          { at: 'end of the window', tUs: 900, celsius: 45 },
          { at: 'before loading', tUs: null, celsius: 30 },
        ],
        windows: [WINDOW],
      },
      ENDS,
    );
    expect(columns).toEqual({
      tUs: [0, 50, 100, 900, 950, 1_000],
      clockMhz: [[400, null, 500, 500, null, 800]],
      temperatureC: [null, null, 40, 45, null, null],
    });
  });

  it('take a clock that was not counted to be held where both readings are the same', () => {
    expect(meanHz({ levels: null, beforeHz: 5e8, afterHz: 5e8 })).toBe(5e8);
    expect(meanHz({ levels: null, beforeHz: 5e8, afterHz: 6e8 })).toBeNull();
    expect(meanHz({ levels: [], beforeHz: null, afterHz: null })).toBeNull();
  });

  it('are empty where nothing is known', () => {
    const columns = conditionColumns({ clocks: [], temperatures: [], windows: [] }, ENDS);
    expect(columns).toEqual({ tUs: [0, 500, 1_000], clockMhz: [], temperatureC: [null, null, null] });
  });
});
