import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { liveEvent, streamedEvent, type LiveEvent, type StreamedEvent } from '@joulefleet/contracts';
import { EventStreamParser, type ServerSentEvent } from '@joulefleet/core';
import type { ControllerAddress } from './locate-controller';

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;
/** The controller sends something every 15 s; a connection that is silent for longer is dead. */
const SILENCE_MS = 45_000;
const TOO_MANY = 429;

export interface Following {
  /** Asked for each connection: a controller that was started again may be at another port. */
  locate: () => ControllerAddress;
  path: string;
  /** The id of the last event that is known; null: from now on. */
  after: number | null;
  onEvent: (event: StreamedEvent) => void;
  /** What devices measure now. */
  onLive?: (event: LiveEvent) => void;
  signal: AbortSignal;
}

/**
 * Follows an event stream until `signal` fires: each event once and in order, also after a disconnect. Returns earlier when the
 * controller refuses the stream for good; other requests say why.
 */
export async function followEvents({ locate, path, after, onEvent, onLive, signal }: Following): Promise<void> {
  let lastId = after === null ? null : String(after);
  for (let retryMs = FIRST_RETRY_MS; !signal.aborted; retryMs = Math.min(2 * retryMs, MAX_RETRY_MS)) {
    const response = await open(locate, path, lastId, signal).catch(() => null);
    if (response && isRefusal(response)) return void response.destroy();
    if (response?.statusCode === 200) {
      retryMs = FIRST_RETRY_MS;
      await read(response, (block) => {
        lastId = block.id ?? lastId;
        const json = jsonOf(block);
        const event = streamedEvent.safeParse(json).data;
        if (event) onEvent(event);
        const live = liveEvent.safeParse(json).data;
        if (live) onLive?.(live);
      });
    }
    response?.destroy();
    await sleep(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

function isRefusal({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 400 && statusCode < 500 && statusCode !== TOO_MANY;
}

async function open(
  locate: Following['locate'],
  path: string,
  lastId: string | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { url, key } = locate();
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const headers = {
    accept: 'text/event-stream',
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(lastId !== null && { 'last-event-id': lastId }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { headers, signal, agent: false }, resolve);
    sent.on('error', reject);
    sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error('the event stream is silent')));
    sent.end();
  });
}

/** Hands on what comes until the stream ends, however it ends. */
async function read(response: IncomingMessage, take: (block: ServerSentEvent) => void): Promise<void> {
  const parser = new EventStreamParser();
  response.setEncoding('utf8');
  try {
    for await (const text of response) parser.push(text as string).forEach(take);
  } catch {
    // The connection was lost: the next one goes on after the last id.
  }
}

function jsonOf({ data }: ServerSentEvent): unknown {
  try {
    return JSON.parse(data ?? 'null');
  } catch {
    return null;
  }
}
