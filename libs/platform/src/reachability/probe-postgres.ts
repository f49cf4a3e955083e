import { connect } from 'node:net';
import { converse } from './converse';
import { ProbeFailure, serverAddress } from './server-address';

const PROTOCOL_VERSION = 196_608;
/** SQLSTATE class 57: starting up, shutting down or recovering. */
const NOT_NOW = /^57/;
/** SQLSTATE class 53: no connection free, no memory, no room on the disk. */
const NO_ROOM = /^53/;
/** SQLSTATE `invalid_authorization_specification`: the answer of a server that requires TLS to a plain connection. */
const REFUSED_WITHOUT_TLS = '28000';

/**
 * Reads the server's first answer to a start-up packet (PostgreSQL protocol 3.0, "Start-up"). Does not log in, so that
 * no driver is needed; the first real connection checks the password.
 * @throws ProbeFailure
 */
export async function probePostgres(url: string, timeoutMs: number): Promise<void> {
  const { host, port, socketFolder } = serverAddress(url);
  const socket = socketFolder === undefined ? connect({ host, port }) : connect(`${socketFolder}/.s.PGSQL.${port}`);
  await converse(socket, startupPacket(url), (answer) => judge(answer, wantsTls(url)), timeoutMs);
}

function wantsTls(url: string): boolean {
  return !['disable', null].includes(new URL(url).searchParams.get('sslmode'));
}

function startupPacket(url: string): Buffer {
  const { username, pathname } = new URL(url);
  const user = decodeURIComponent(username) || 'postgres';
  const database = decodeURIComponent(pathname.slice(1)) || user;
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const header = Buffer.alloc(8);
  header.writeInt32BE(header.length + parameters.length, 0);
  header.writeInt32BE(PROTOCOL_VERSION, 4);
  return Buffer.concat([header, parameters]);
}

function judge(answer: Buffer, tlsWanted: boolean): boolean {
  const kind = String.fromCharCode(answer[0] ?? 0);
  if (kind === 'R') return true;
  if (kind !== 'E') throw new ProbeFailure('not_that_server', 'the answer is not PostgreSQL protocol');
  if (answer.length < 5 || answer.length < 1 + answer.readInt32BE(1)) return false;
  const { code, message } = errorFields(answer);
  if (NOT_NOW.test(code)) throw new ProbeFailure('starting', message);
  if (NO_ROOM.test(code)) throw new ProbeFailure('full', message);
  if (code === REFUSED_WITHOUT_TLS && tlsWanted) return true;
  throw new ProbeFailure('rejected', message);
}

function errorFields(answer: Buffer): { code: string; message: string } {
  const fields = answer
    .subarray(5, 1 + answer.readInt32BE(1))
    .toString('utf8')
    .split('\0');
  const field = (letter: string) => fields.find((text) => text.startsWith(letter))?.slice(1) ?? '';
  return { code: field('C'), message: field('M') };
}
