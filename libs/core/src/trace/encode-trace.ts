import { deflateSync } from 'node:zlib';
import { type EncodedTrace, MAX_CHUNK_SAMPLES, MAX_RAILS, type Trace } from './trace';
import { appendVarint } from './varint';

/**
 * One chunk in trace codec 1 (docs/agent-protocol.md): `tUs` as first value, first difference, second differences; each rail
 * as first value and differences; zigzag varints, deflated together.
 *
 * @throws RangeError for a chunk that is empty, longer than 4096 samples, ragged or not of whole numbers: a bug of the caller.
 */
export function encodeTrace(trace: Trace): EncodedTrace {
  requireEncodable(trace);
  const bytes: number[] = [];
  for (const value of differences(differences(trace.tUs), 1)) appendVarint(bytes, value);
  for (const column of trace.powerMw) for (const value of differences(column)) appendVarint(bytes, value);
  return {
    codec: 1,
    rails: [...trace.rails],
    samples: trace.tUs.length,
    firstTUs: trace.tUs[0]!,
    lastTUs: trace.tUs.at(-1)!,
    data: deflateSync(Uint8Array.from(bytes), { level: 6 }).toString('base64'),
  };
}

/** Each value behind `from` less the one before it; what stands up to `from` is kept. */
function differences(column: readonly number[], from = 0): number[] {
  return column.map((value, i) => (i > from ? value - column[i - 1]! : value));
}

function requireEncodable({ rails, tUs, powerMw }: Trace): void {
  const samples = tUs.length;
  if (samples < 1 || samples > MAX_CHUNK_SAMPLES) throw new RangeError(`a chunk of ${samples} samples`);
  if (rails.length < 1 || rails.length > MAX_RAILS) throw new RangeError(`a chunk of ${rails.length} rails`);
  if (powerMw.length !== rails.length) throw new RangeError(`${powerMw.length} columns for ${rails.length} rails`);
  if (powerMw.some((column) => column.length !== samples)) throw new RangeError('a column of another length than tUs');
  if (![tUs, ...powerMw].flat().every(Number.isSafeInteger)) throw new RangeError('a value that is no whole number');
}
