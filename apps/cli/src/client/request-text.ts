import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';

interface TextRequest {
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For the whole exchange, not only for the next byte. */
  timeoutMs: number;
}

interface TextResponse {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Sends one HTTP(S) request and reads the whole answer; a redirect is an answer like any other. `fetch` would do the same,
 * but loading it costs more CPU time than everything else that a small command does.
 * @throws Error of the socket, or when the time is over.
 */
export async function requestText(url: string, { body, timeoutMs, ...request }: TextRequest): Promise<TextResponse> {
  const { request: send } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const signal = AbortSignal.timeout(timeoutMs);
  const options: RequestOptions = { ...request, signal };
  return new Promise((resolve, fail) => {
    const reject = (error: Error): void =>
      fail(signal.aborted ? new Error(`no complete answer within ${timeoutMs / 1000} s`) : error);
    const sent = send(url, options, (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then((content) => resolve({ status: statusCode, headers, text: content }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
