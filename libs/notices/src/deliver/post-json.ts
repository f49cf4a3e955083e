import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { parseRetryAfter } from '@joulefleet/core';
import { notSent, quote, sent, type Delivery } from './delivery';

/** As much of an answer as is read. */
const MAX_READ = 2_048;
const GONE = 410;

export interface Post {
  url: string;
  body: string;
  headers: Readonly<Record<string, string>>;
  /** Never repeated in what is said of it. */
  secrets: readonly string[];
  nowMs: number;
}

/** Posts JSON, once, on a connection of its own. Redirects are not followed: they would lead to hosts that are not allowed. */
export async function postJson({ url, body, headers, secrets, nowMs }: Post, signal: AbortSignal): Promise<Delivery> {
  const response = await send(new URL(url), body, headers, signal);
  const status = response.statusCode ?? 0;
  const said = quote(await readStart(response), secrets);
  const answered = `answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status >= 200 && status < 300) return sent(answered);
  if (status >= 300 && status < 400) return notSent(`answered ${status}; redirects are not followed`);
  return notSent(answered, {
    askedMs: parseRetryAfter(response.headers['retry-after'], nowMs),
    permanent: status === GONE,
  });
}

function send(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sending = begin(url, {
      method: 'POST',
      // Without a pool nothing of a far side that hangs outlives the attempt.
      agent: false,
      signal,
      headers: {
        ...{
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'joulefleet',
        },
        ...headers,
      },
    });
    sending.on('response', resolve);
    sending.on('error', reject);
    sending.end(body);
  });
}

async function readStart(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    // Leaving the loop destroys the connection.
    if (length >= MAX_READ) break;
  }
  return Buffer.concat(parts).subarray(0, MAX_READ).toString('utf8');
}
