import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { EXPORT_TRAILERS, problem } from '@joulefleet/contracts';
import { CliFailure, failure } from '../cli-failure';
import type { ControllerAddress } from './locate-controller';
import { parseJson, unexpected, unreachable } from './send-request';

/** A large comparison is computed before its first row is sent. */
const SILENCE_MS = 180_000;

/** Takes the bytes of a file one after the other; the next ones come when it has returned. */
export type TakeBytes = (bytes: Uint8Array) => Promise<void> | void;

/**
 * Streams a file of the controller to `take`; never more than a part of it is in memory.
 * @returns how many rows and bytes it has.
 * @throws CliFailure as `sendRequest`; `download_incomplete` (network) when it is cut off, or has not as many bytes as its trailer says.
 */
export async function download(
  address: ControllerAddress,
  path: string,
  take: TakeBytes,
): Promise<{ rows: number | null; bytes: number }> {
  const where = new URL(path, address.url).href;
  const response = await open(address, where).catch((error: unknown) => {
    throw unreachable(address, where, error);
  });
  if (response.statusCode !== 200) throw await refusal(response, where);
  let bytes = 0;
  const parts = response[Symbol.asyncIterator]();
  for (;;) {
    const part = await parts.next().catch((error: unknown) => {
      throw incomplete(where, bytes, error instanceof Error ? error.message : String(error));
    });
    if (part.done) break;
    bytes += (part.value as Buffer).length;
    await take(part.value as Buffer);
  }
  const promised = trailerOf(response, EXPORT_TRAILERS.bytes);
  if (!response.complete) throw incomplete(where, bytes, 'the connection was closed');
  if (promised !== null && promised !== bytes) throw incomplete(where, bytes, `it has ${promised} bytes`);
  return { rows: trailerOf(response, EXPORT_TRAILERS.rows), bytes };
}

/** A trailer's figure; null where something on the way took trailers out. */
function trailerOf({ trailers }: IncomingMessage, name: string): number | null {
  const value = trailers[name.toLowerCase()];
  return value !== undefined && /^[0-9]+$/.test(value) ? Number(value) : null;
}

async function open({ key }: ControllerAddress, url: string): Promise<IncomingMessage> {
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  const sent = request(url, { headers, agent: false });
  sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`nothing came for ${SILENCE_MS / 1000} s`)));
  sent.end();
  return ((await once(sent, 'response')) as [IncomingMessage])[0];
}

async function refusal(response: IncomingMessage, where: string): Promise<CliFailure> {
  const reported = problem.safeParse(parseJson(await text(response)));
  if (reported.success) return new CliFailure(reported.data);
  return unexpected(where, `status ${response.statusCode} without a problem document`);
}

function incomplete(where: string, bytes: number, why: string): CliFailure {
  return failure({
    code: 'download_incomplete',
    title: 'The file did not come whole',
    detail: `it was cut off after ${bytes} bytes: ${why}`,
    where,
    origin: 'network',
    transient: true,
    remedy: "Try again; the controller's log says why if it was its fault.",
  });
}
