import { inflateSync } from 'node:zlib';
import { type EncodedTrace, MAX_CHUNK_SAMPLES, MAX_RAILS, type Trace } from './trace';
import { traceCorrupt } from './trace-corrupt';
import { MAX_VARINT_BYTES, VarintReader } from './varint';

/** Deflate never makes its input longer than this factor, plus a few bytes (RFC 1951: stored blocks). */
const DEFLATE_OVERHEAD = 1.01;
const DEFLATE_FRAME_BYTES = 64;

/**
 * Samples of one chunk in trace codec 1 (docs/agent-protocol.md). The input is not trusted: work and memory are bounded by
 * the number of samples it claims, and the decoded times must agree with its `firstTUs` and `lastTUs`.
 *
 * @throws Fault `trace_corrupt`, origin device, for anything that `encodeTrace` could not have made.
 */
export function decodeTrace(chunk: EncodedTrace): Trace {
  requireSaneHeader(chunk);
  const reader = new VarintReader(inflate(chunk));
  const tUs = accumulate(accumulate(readColumn(reader, chunk.samples, 'tUs'), 1));
  const powerMw = chunk.rails.map((rail) => accumulate(readColumn(reader, chunk.samples, rail)));
  if (!reader.atEnd) throw traceCorrupt('bytes are left behind the last column');
  requireOrderedTimes(chunk, tUs);
  return { rails: [...chunk.rails], tUs, powerMw };
}

function requireSaneHeader({ codec, rails, samples }: EncodedTrace): void {
  if (codec !== 1) throw traceCorrupt(`codec ${codec} is unknown, expected 1`);
  if (!Number.isInteger(samples) || samples < 1 || samples > MAX_CHUNK_SAMPLES) {
    throw traceCorrupt(`a chunk of ${samples} samples, expected 1 to ${MAX_CHUNK_SAMPLES}`);
  }
  if (rails.length < 1 || rails.length > MAX_RAILS) {
    throw traceCorrupt(`a chunk of ${rails.length} rails, expected 1 to ${MAX_RAILS}`);
  }
  if (new Set(rails).size !== rails.length) throw traceCorrupt(`a rail is named twice: ${rails.join(', ')}`);
}

function inflate({ samples, rails, data }: EncodedTrace): Buffer {
  const longest = samples * (rails.length + 1) * MAX_VARINT_BYTES;
  const longestBase64 = Math.ceil((longest * DEFLATE_OVERHEAD + DEFLATE_FRAME_BYTES) / 3) * 4;
  if (data.length > longestBase64) throw traceCorrupt(`${data.length} characters of data for ${samples} samples`);
  const deflated = Buffer.from(data, 'base64');
  if (deflated.toString('base64') !== data) throw traceCorrupt('data is not base64');
  const { buffer, engine } = inflateWithInfo(deflated, longest);
  if (engine.bytesWritten !== deflated.length) throw traceCorrupt('bytes are left behind the deflated ones');
  return buffer;
}

/** Node's `info` option, which its types do not know: also tells how much of the input was used. */
function inflateWithInfo(
  deflated: Buffer,
  maxOutputLength: number,
): { buffer: Buffer; engine: { bytesWritten: number } } {
  try {
    return inflateSync(deflated, { maxOutputLength, info: true }) as unknown as ReturnType<typeof inflateWithInfo>;
  } catch (error) {
    throw traceCorrupt(error instanceof Error ? error.message : String(error), error);
  }
}

function readColumn(reader: VarintReader, samples: number, name: string): number[] {
  const column = new Array<number>(samples);
  for (let i = 0; i < samples; i++) {
    const value = reader.next();
    if (value === null) throw traceCorrupt(`column ${name} ends or overflows at sample ${i} of ${samples}`);
    column[i] = value;
  }
  return column;
}

/** Undoes differences in place: each value behind `from` is added to the one before it. */
function accumulate(column: number[], from = 0): number[] {
  for (let i = from + 1; i < column.length; i++) {
    column[i] = column[i]! + column[i - 1]!;
    if (!Number.isSafeInteger(column[i])) throw traceCorrupt(`a value overflows at sample ${i}`);
  }
  return column;
}

function requireOrderedTimes({ firstTUs, lastTUs }: EncodedTrace, tUs: readonly number[]): void {
  if (tUs[0] !== firstTUs || tUs.at(-1) !== lastTUs) {
    throw traceCorrupt(`samples from ${tUs[0]} to ${tUs.at(-1)} µs, the chunk says ${firstTUs} to ${lastTUs} µs`);
  }
  if (firstTUs < 0) throw traceCorrupt(`a negative time: ${firstTUs} µs`);
  const back = tUs.findIndex((t, i) => i > 0 && t < tUs[i - 1]!);
  if (back >= 0) throw traceCorrupt(`time goes back at sample ${back}, from ${tUs[back - 1]} to ${tUs[back]} µs`);
}
