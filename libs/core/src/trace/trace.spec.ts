import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { Fault } from '../fault/fault';
import {
  decodeTrace,
  encodeTrace,
  type EncodedTrace,
  joinTraces,
  railPowerMw,
  summariseTrace,
  type Trace,
} from './index';

/** Any trace of one chunk: times that never go back, whole powers of either sign. */
const traces = fc
  .record({ samples: fc.integer({ min: 1, max: 60 }), rails: fc.integer({ min: 1, max: 8 }) })
  .chain(({ samples, rails }) =>
    fc.record({
      rails: fc.constant(Array.from({ length: rails }, (_, i) => `RAIL_${i}`)),
      tUs: fc
        .array(fc.nat({ max: 2 ** 45 }), { minLength: samples, maxLength: samples })
        .map((times) => times.sort((a, b) => a - b)),
      powerMw: fc.array(
        fc.array(fc.oneof(fc.integer(), fc.integer({ min: 0, max: 20_000 })), {
          minLength: samples,
          maxLength: samples,
        }),
        { minLength: rails, maxLength: rails },
      ),
    }),
  );

/**
 * Written by Python: zigzag with Python's own integers, `base64.b64encode(zlib.compress(raw, 6))` of the five samples below.
 */
const FROM_PYTHON: { chunk: EncodedTrace; trace: Trace } = {
  chunk: {
    codec: 1,
    rails: ['VDD_IN', 'VDD_SOC'],
    samples: 5,
    firstTUs: 1_000_000,
    lastTUs: 4_000_000_000,
    data: 'eJxr6Kw6NouHn+/PmnVPZSf4Bcxn3O87n/EDIwMDEzMAuQsK1Q==',
  },
  trace: {
    rails: ['VDD_IN', 'VDD_SOC'],
    tUs: [1_000_000, 1_100_003, 1_199_998, 1_300_000, 4_000_000_000],
    powerMw: [
      [5000, 5040, 4960, 0, -80],
      [120, 120, 120, 121, 119],
    ],
  },
};

const small: Trace = {
  rails: ['A', 'B'],
  tUs: [100, 200, 300],
  powerMw: [
    [1, 2, 3],
    [9, 8, 10],
  ],
};
const packed = (bytes: number[]): string => deflateSync(Uint8Array.from(bytes)).toString('base64');
const withTail = (data: string): string =>
  Buffer.concat([Buffer.from(data, 'base64'), Buffer.from('b')]).toString('base64');
/** 2^52 - 1 as a varint. */
const nearly2to52 = [0xfe, ...Array<number>(6).fill(0xff), 0x0f];
const corrupt = (change: Partial<EncodedTrace>): unknown => {
  try {
    return decodeTrace({ ...encodeTrace(small), ...change });
  } catch (error) {
    return error;
  }
};

describe('trace codec 1', () => {
  it('decodes what it encoded', () => {
    fc.assert(fc.property(traces, (trace) => expect(decodeTrace(encodeTrace(trace))).toEqual(trace)));
  });

  it('reads and writes the bytes that Python writes', () => {
    expect(decodeTrace(FROM_PYTHON.chunk)).toEqual(FROM_PYTHON.trace);
    expect(decodeTrace(encodeTrace(FROM_PYTHON.trace))).toEqual(FROM_PYTHON.trace);
  });

  it('stores a steady trace of 4096 samples in under 3 bytes a sample and rail', () => {
    const tUs = Array.from({ length: 4096 }, (_, i) => 5_000_000 + i * 100_000 + (i % 3));
    const powerMw = [tUs.map((_, i) => 6000 + 40 * ((i * 7) % 5)), tUs.map((_, i) => 2000 + 40 * ((i * 3) % 4))];
    const chunk = encodeTrace({ rails: ['A', 'B'], tUs, powerMw });
    expect(decodeTrace(chunk).tUs).toEqual(tUs);
    expect(chunk.data.length).toBeLessThan(4096 * 2 * 3);
  });

  it('refuses to encode what it could not decode', () => {
    const bad: Trace[] = [
      { ...small, tUs: [], powerMw: [[], []] },
      { ...small, tUs: [100, 200] },
      { ...small, rails: ['A'] },
      { ...small, rails: [], powerMw: [] },
      {
        ...small,
        powerMw: [
          [1.5, 2, 3],
          [1, 2, 3],
        ],
      },
      {
        ...small,
        powerMw: [
          [2 ** 53 - 1, 2, 3],
          [1, 2, 3],
        ],
      },
    ];
    for (const trace of bad) expect(() => encodeTrace(trace)).toThrow(RangeError);
  });
});

describe('a hostile chunk', () => {
  it.each<[string, Partial<EncodedTrace>, RegExp]>([
    ['unknown codec', { codec: 2 }, /codec 2/],
    ['no samples', { samples: 0 }, /0 samples/],
    ['too many samples', { samples: 4097 }, /4097 samples/],
    ['a fraction of a sample', { samples: 2.5 }, /2.5 samples/],
    ['more samples than there are', { samples: 4 }, /column B ends .* at sample 1 of 4/],
    ['fewer samples than there are', { samples: 2 }, /left behind the last column/],
    ['no rails', { rails: [] }, /0 rails/],
    ['nine rails', { rails: [...'ABCDEFGHI'] }, /9 rails/],
    ['a rail twice', { rails: ['A', 'A'] }, /named twice/],
    ['a rail too many', { rails: ['A', 'B', 'C'] }, /column C ends/],
    ['a rail too few', { rails: ['A'] }, /left behind the last column/],
    ['another first time', { firstTUs: 99 }, /from 100 to 300 µs, the chunk says 99/],
    ['another last time', { lastTUs: 301 }, /the chunk says 100 to 301/],
    ['no base64', { data: '****' }, /not base64/],
    ['base64 that is not deflated', { data: Buffer.from('not deflated').toString('base64') }, /incorrect header/],
    ['nothing', { data: '' }, /unexpected end/],
    ['data far too long', { data: 'A'.repeat(1_000_000) }, /1000000 characters/],
    ['a deflate bomb', { data: deflateSync(Buffer.alloc(100_000)).toString('base64') }, /larger than 90 bytes/],
    ['bytes behind the deflated ones', { data: withTail(encodeTrace(small).data) }, /behind the deflated/],
    ['a varint that never ends', { data: packed(Array<number>(12).fill(0xff)) }, /column tUs .* overflows at sample 0/],
    ['a number beyond 2^53', { data: packed([...Array<number>(9).fill(0xff), 1]) }, /overflows at sample 0/],
    ['a sum beyond 2^53', { data: packed([...nearly2to52, ...nearly2to52, ...nearly2to52]) }, /overflows at sample 2/],
    [
      'time that goes back',
      { data: packed([200, 1, 200, 1, 243, 3, 1, 2, 3, 4, 5, 6]), lastTUs: 50 },
      /from 200 to 50/,
    ],
    [
      'a negative time',
      { data: packed([1, 200, 1, 0, 1, 2, 3, 4, 5, 6]), firstTUs: -1, lastTUs: 199 },
      /negative time/,
    ],
  ])('with %s is trace_corrupt, the fault of the device', (_name, change, message) => {
    const fault = corrupt(change);
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code: 'trace_corrupt', origin: 'device', transient: false });
    expect((fault as Fault).message).toMatch(message);
  });

  it('of random bytes never does anything but fail or decode to what it claims', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, deflated) => {
        const data = deflated ? packed([...bytes]) : Buffer.from(bytes).toString('base64');
        const result = corrupt({ data });
        if (result instanceof Error) expect(result).toBeInstanceOf(Fault);
        else expect((result as Trace).tUs).toHaveLength(3);
      }),
      { numRuns: 300 },
    );
  });

  it('with any bit of its data flipped is found out', () => {
    const bytes = Buffer.from(encodeTrace(small).data, 'base64');
    let undetected = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const result = corrupt({ data: flipped.toString('base64') });
      if (!(result instanceof Fault) && JSON.stringify(result) !== JSON.stringify(small)) undetected++;
    }
    expect(undetected).toBe(0);
  });
});

describe('joinTraces', () => {
  it('puts back together what was cut into chunks', () => {
    fc.assert(
      fc.property(traces, fc.nat(), (trace, at) => {
        const cut = at % (trace.tUs.length + 1);
        const part = (from: number, to?: number): Trace => ({
          rails: trace.rails,
          tUs: trace.tUs.slice(from, to),
          powerMw: trace.powerMw.map((column) => column.slice(from, to)),
        });
        expect(joinTraces([part(0, cut), part(cut)])).toEqual(trace);
      }),
    );
  });

  it('refuses chunks that do not belong together', () => {
    for (const chunks of [[], [small, { ...small, rails: ['A', 'C'] }], [small, small]]) {
      expect(() => joinTraces(chunks)).toThrow(Fault);
    }
  });
});

describe('summariseTrace', () => {
  it('gives least, mean and greatest power of each rail', () => {
    expect(summariseTrace(small)).toEqual([
      { rail: 'A', minMw: 1, meanMw: 2, maxMw: 3 },
      { rail: 'B', minMw: 8, meanMw: 9, maxMw: 10 },
    ]);
    expect(summariseTrace({ rails: ['A'], tUs: [], powerMw: [[]] })).toEqual([]);
  });

  it('finds a rail by its label', () => {
    expect(railPowerMw(small, 'B')).toEqual([9, 8, 10]);
    expect(railPowerMw(small, 'C')).toBeNull();
  });
});
