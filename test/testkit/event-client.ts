import { request, type IncomingMessage } from 'node:http';
import { streamedEvent, type StreamedEvent } from '@joulefleet/contracts';
import { EventStreamParser, type ServerSentEvent } from '@joulefleet/core';

/** A client of an event stream that keeps what it gets. */
export interface EventClient {
  status: number;
  /** All blocks, in order; those of the log also parsed. */
  blocks: ServerSentEvent[];
  events: StreamedEvent[];
  /** The last id that the stream had. */
  lastId(): string | null;
  /** Whether the stream has ended, from either side. */
  ended: boolean;
  /** Stops and resumes taking what is sent. */
  response: IncomingMessage;
  close(): void;
}

const OF_LOG = new Set(['campaign', 'shard', 'trial', 'trials', 'device']);

/** Opens an event stream. Resolves when its headers are there. */
export async function openEvents(
  url: string,
  { key, lastId }: { key: string | null; lastId?: string | null },
): Promise<EventClient> {
  const headers = { ...(key && { authorization: `Bearer ${key}` }), ...(lastId && { 'last-event-id': lastId }) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers, agent: false }).on('response', resolve).on('error', reject).end();
  });
  const client: EventClient = {
    status: response.statusCode!,
    blocks: [],
    events: [],
    lastId: () => client.blocks.at(-1)?.id ?? lastId ?? null,
    ended: false,
    response,
    close: () => response.destroy(),
  };
  const parser = new EventStreamParser();
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    for (const block of client.status === 200 ? parser.push(text) : []) take(client, block);
  });
  response.on('close', () => (client.ended = true));
  response.on('error', () => undefined);
  return client;
}

function take(client: EventClient, block: ServerSentEvent): void {
  client.blocks.push(block);
  if (OF_LOG.has(block.event)) client.events.push(streamedEvent.parse(JSON.parse(block.data!)));
}
