import { randomBytes } from 'node:crypto';

/** A UUID version 7 (RFC 9562): sorts by creation time, so index inserts stay local and ids serve as cursors. */
export function newId(nowMs: number = Date.now()): string {
  return idOf(nowMs, randomBytes(10));
}

/** No id of this millisecond or later sorts before it. */
export function firstIdOf(atMs: number): string {
  return idOf(atMs, Buffer.alloc(10));
}

function idOf(atMs: number, rest: Buffer): string {
  const bytes = Buffer.concat([Buffer.alloc(6), rest]);
  bytes.writeUIntBE(Math.trunc(atMs), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
