import type { Socket } from 'node:net';
import { ProbeFailure, type Unreachable } from './server-address';

const REASONS: Record<string, Unreachable> = {
  ECONNREFUSED: 'refused',
  ENOENT: 'refused',
  ECONNRESET: 'not_that_server',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ETIMEDOUT: 'timed_out',
};

/**
 * Sends one message over a connecting socket, reads until `judge` accepts the answer, and closes the socket.
 * @param judge returns true if the answer is complete and good, false to wait for more; throws ProbeFailure if it is
 * bad.
 * @throws ProbeFailure also if the server is unreachable or there is no verdict within `timeoutMs`.
 */
export async function converse(
  socket: Socket,
  message: Buffer,
  judge: (answer: Buffer) => boolean,
  timeoutMs: number,
): Promise<void> {
  let answer = Buffer.alloc(0);
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new ProbeFailure('timed_out', `no answer in ${timeoutMs} ms`)), timeoutMs);
      socket.once('close', () => clearTimeout(timer));
      socket.once('error', (error) => reject(asProbeFailure(error)));
      socket.once('end', () =>
        reject(new ProbeFailure('not_that_server', 'it closed the connection without an answer')),
      );
      socket.on('data', (chunk) => {
        answer = Buffer.concat([answer, chunk]);
        try {
          if (judge(answer)) resolve();
        } catch (error) {
          reject(error);
        }
      });
      socket.write(message);
    });
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

function asProbeFailure(error: Error): ProbeFailure {
  const code = 'code' in error ? String(error.code) : '';
  // When a name has several addresses (::1 and 127.0.0.1) and all fail, the error has an empty message and the first one's code.
  return new ProbeFailure(REASONS[code] ?? 'unreachable', error.message === '' ? code : error.message);
}
