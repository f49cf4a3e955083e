import { recordCrc, type SpoolRecord } from '@joulefleet/contracts';

/** A record before it has its number. */
export interface Unnumbered {
  kind: SpoolRecord['kind'];
  body: object;
}

/** Records of one shard, in memory, until they are acknowledged. */
export class Spool {
  private records: SpoolRecord[] = [];
  private last: number;
  private acked: number;
  private hasEnd = false;

  constructor(afterSeq: number) {
    this.last = this.acked = afterSeq;
  }

  get lastSeq(): number {
    return this.last;
  }

  get ackedSeq(): number {
    return this.acked;
  }

  get ended(): boolean {
    return this.hasEnd;
  }

  append(records: readonly Unnumbered[]): void {
    for (const { kind, body } of records) {
      const record = { seq: ++this.last, kind, body: JSON.stringify(body) };
      this.records.push({ ...record, crc: recordCrc(record) });
      this.hasEnd ||= kind === 'shard_end';
    }
  }

  /** Those from `firstSeq` to `lastSeq` that are not acknowledged. */
  between(firstSeq: number, lastSeq: number): SpoolRecord[] {
    return this.records.filter(({ seq }) => seq >= firstSeq && seq <= lastSeq);
  }

  /** Returns how many are left. */
  ack(seq: number): number {
    this.acked = Math.max(this.acked, Math.min(seq, this.last));
    this.records = this.records.filter((record) => record.seq > this.acked);
    return this.records.length;
  }
}
