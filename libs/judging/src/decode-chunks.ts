import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeTrace, joinTraces, type Trace } from '@joulefleet/core';
import type { StoredChunk } from '@joulefleet/store';

/**
 * The trace of an attempt from its stored chunks; empty without any. The event loop has a turn after each chunk (4,096 samples
 * at most).
 * @throws Fault `trace_corrupt` when a chunk cannot be decoded, or the chunks do not belong together.
 */
export async function decodeChunks(chunks: readonly StoredChunk[]): Promise<Trace> {
  if (chunks.length === 0) return { rails: [], tUs: [], powerMw: [] };
  const decoded: Trace[] = [];
  for (const chunk of chunks) {
    decoded.push(decodeTrace({ ...chunk, data: chunk.data.toString('base64') }));
    await nextTurn();
  }
  return joinTraces(decoded);
}
