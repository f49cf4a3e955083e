import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { converse } from './converse';
import { ProbeFailure, serverAddress } from './server-address';

/**
 * Logs in with the URL's credentials and pings (RESP 2). A server that answers and takes no writes is there: health tells what it
 * refuses, and work goes on by itself when that ends.
 * @throws ProbeFailure
 */
export async function probeRedis(url: string, timeoutMs: number): Promise<void> {
  const { host, port } = serverAddress(url);
  const tls = url.startsWith('rediss:');
  const socket = tls ? connectTls({ host, port, servername: host }) : connectPlain({ host, port });
  const commands = [...login(url), ['PING']];
  await converse(
    socket,
    Buffer.from(commands.map(encode).join('')),
    (answer) => judge(answer, commands.length),
    timeoutMs,
  );
}

function login(url: string): string[][] {
  const { username, password } = new URL(url);
  if (password === '') return [];
  return [['AUTH', ...(username === '' ? [] : [decodeURIComponent(username)]), decodeURIComponent(password)]];
}

function encode(command: string[]): string {
  return `*${command.length}\r\n${command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

function judge(answer: Buffer, expectedLines: number): boolean {
  const text = answer.toString('utf8');
  if (!/^[+-]/.test(text)) throw new ProbeFailure('not_that_server', 'the answer is not Redis protocol');
  const lines = text.split('\r\n').slice(0, -1);
  const errorLine = lines.find((line) => line.startsWith('-'));
  if (/^-(LOADING|BUSY)\b/.test(errorLine ?? '')) throw new ProbeFailure('starting', errorLine!.slice(1));
  if (/^-(MISCONF|OOM|READONLY|MASTERDOWN)\b/.test(errorLine ?? '')) return true;
  if (/^-ERR max number of clients/.test(errorLine ?? '')) throw new ProbeFailure('full', errorLine!.slice(1));
  if (errorLine !== undefined) throw new ProbeFailure('rejected', errorLine.slice(1));
  return lines.length >= expectedLines;
}
