import { recordIntact, traceBody, trialBody } from '@joulefleet/contracts';
import { checkTrial, decodeTrace, DEFAULT_LIMITS, frequencyTable, INA3221, seededRandom } from '@joulefleet/core';
import { readingsOf } from './commit-round';
import { drawTrial } from './draw-records';
import { BOARD, drawTrace, inferenceEndUs, SCHEDULE } from './draw-trace';
import { traceFigures } from './trace-figures';

const START_US = 5_000_000_000;
const { totalRail, partRails } = frequencyTable(BOARD.deviceClass);

describe('drawTrace', () => {
  const trace = drawTrace(START_US, seededRandom(1));

  it('is sampled every 100 ms in the mean over the whole trial', () => {
    const [first, last] = [trace.tUs[0]!, trace.tUs.at(-1)!];
    expect(first).toBeGreaterThanOrEqual(START_US);
    expect(last).toBeGreaterThan(START_US + inferenceEndUs(SCHEDULE.batches));
    expect((last - first) / (trace.tUs.length - 1) / 1000).toBeCloseTo(100, -1);
    trace.tUs.slice(1).forEach((tUs, i) => expect(tUs).toBeGreaterThan(trace.tUs[i]!));
  });

  it('swings within the batches and reads in steps of the sensor', () => {
    expect(trace.rails).toEqual([totalRail, ...partRails]);
    const inside = trace.powerMw[0]!.filter((_, i) => trace.tUs[i]! > START_US + SCHEDULE.inferenceStartUs);
    expect(Math.max(...inside) / Math.min(...inside)).toBeGreaterThan(1.5);
    for (const column of trace.powerMw) expect(new Set(column).size).toBeLessThan(column.length / 2);
  });

  it('differs from seed to seed, and not for one seed', () => {
    expect(drawTrace(START_US, seededRandom(1))).toEqual(trace);
    expect(drawTrace(START_US, seededRandom(2))).not.toEqual(trace);
  });
});

describe('drawTrial', () => {
  const { trialId, trace, records } = drawTrial('t', START_US, 7, seededRandom(1));

  it('has the records of a spool: a chunk that decodes to the trace, then the outcome', () => {
    expect(records.map(({ seq, kind }) => [seq, kind])).toEqual([
      [7, 'trace'],
      [8, 'trial'],
    ]);
    expect(records.every(recordIntact)).toBe(true);
    const chunk = traceBody.parse(JSON.parse(records[0]!.body));
    expect(decodeTrace(chunk)).toEqual(trace);
    expect(chunk.trialId).toBe(trialId);
  });

  it('is a trial that no check of clocks, events or heat finds fault with', () => {
    const body = trialBody.parse(JSON.parse(records[1]!.body));
    const findings = checkTrial({
      ...body,
      residency: null,
      requested: BOARD,
      hasClocks: true,
      refreshUs: null,
      counterDifferencePct: null,
      usedOptions: null,
      batches: { requested: SCHEDULE.batches, reported: body.batches!.count },
      trace,
      totalRail,
      partRails,
      averagingUs: 1100,
      sensor: INA3221,
      energy: null,
      alias: null,
      limits: DEFAULT_LIMITS,
    });
    expect(findings.map(({ check }) => check)).toEqual(['enough_samples']);
  });

  it('counts one reading for each rail of each sample', () => {
    expect(readingsOf({ trace })).toBe(3 * trace.tUs.length);
  });
});

describe('traceFigures', () => {
  const measured = { readings: 1000, chunkBytes: 3000, narrowBytes: 80_000, wideBytes: 30_000 };
  const rates = [90_000, 80_000, 95_000].map((value) => ({ value, baseline: 100_000 }));

  it('divides bytes by readings and takes the median of the rates', () => {
    expect(traceFigures({ ...measured, rates })).toMatchObject([
      { name: 'bytes_per_reading', value: 3, baseline: 80, ratio: 0.0375, holds: true },
      { name: 'bytes_per_reading_vs_wide_rows', value: 3, baseline: 30, ratio: 0.1, holds: true },
      { name: 'committed_readings_per_s', value: 90_000, baseline: 100_000, ratio: 0.9, holds: true },
    ]);
  });

  it('misses its targets', () => {
    const slow = rates.map((round) => ({ ...round, value: round.value / 2 }));
    const figures = traceFigures({ ...measured, chunkBytes: 7000, rates: slow });
    expect(figures.map(({ holds }) => holds)).toEqual([false, false, false]);
  });
});
