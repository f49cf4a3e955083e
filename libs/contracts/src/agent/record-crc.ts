import { crc32 } from 'node:zlib';
import type { SpoolRecord } from './records';

/** CRC-32 over `<seq>|<kind>|<body>`, as the agent computes it. */
export function recordCrc(record: Pick<SpoolRecord, 'seq' | 'kind' | 'body'>): number {
  return crc32(`${record.seq}|${record.kind}|${record.body}`);
}

/** Whether a record is as the agent wrote it. */
export function recordIntact(record: SpoolRecord): boolean {
  return recordCrc(record) === record.crc;
}
