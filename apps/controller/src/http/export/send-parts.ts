import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportPart } from '@joulefleet/analysis';
import { EXPORT_TRAILERS } from '@joulefleet/contracts';

/**
 * Sends a file part by part, each when the client has taken the one before, and ends it with its trailers. Stops reading when the
 * client leaves, or takes nothing for too long.
 * @throws what the parts throw; the response is then not ended.
 */
export async function sendParts(
  response: ServerResponse,
  parts: AsyncGenerator<ExportPart>,
  slowClientMs: number,
): Promise<void> {
  let rows = 0;
  let bytes = 0;
  for await (const part of parts) {
    rows += part.rows;
    bytes += part.bytes.length;
    if (part.bytes.length > 0 && !response.write(part.bytes)) await drained(response, slowClientMs);
    if (response.destroyed) return;
  }
  response.addTrailers({ [EXPORT_TRAILERS.rows]: String(rows), [EXPORT_TRAILERS.bytes]: String(bytes) });
  response.end();
}

/** Returns when the client has room for more, or is gone; one that takes nothing is cut off. */
async function drained(response: ServerResponse, slowClientMs: number): Promise<void> {
  if (response.destroyed) return;
  const waiting = new AbortController();
  const { signal } = waiting;
  const taken = Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  const inTime = await Promise.race([
    taken.then(() => true),
    sleep(slowClientMs, false, { signal, ref: false }),
  ]).finally(() => waiting.abort());
  if (!inTime) response.destroy();
}
