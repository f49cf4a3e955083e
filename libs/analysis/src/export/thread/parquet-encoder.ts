import type { ColumnDescription, ColumnType, ExportValue } from '@joulefleet/core';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { parquetMetadata, parquetSchema } from './parquet-schema';

/** Values of a row group, which is what a file takes in memory. */
const VALUES_PER_GROUP = 250_000;

/** Makes a Parquet file piece by piece: rows come column by column, bytes are taken after each row group. */
export class ParquetEncoder {
  private readonly writer = new ByteWriter();
  private readonly file: ParquetWriter;
  private readonly rowsPerGroup: number;
  private waiting: ExportValue[][];

  constructor(private readonly columns: readonly ColumnDescription[]) {
    this.file = new ParquetWriter({
      writer: this.writer,
      schema: parquetSchema(columns),
      kvMetadata: parquetMetadata(columns),
      createdBy: 'joulefleet',
    });
    this.rowsPerGroup = Math.floor(VALUES_PER_GROUP / columns.length);
    this.waiting = columns.map(() => []);
  }

  /** Takes rows and returns what of the file is ready: often nothing. */
  add(batch: readonly (readonly ExportValue[])[]): Uint8Array {
    batch.forEach((values, i) => this.waiting[i]!.push(...values));
    if (this.waiting[0]!.length >= this.rowsPerGroup) this.writeGroup();
    return this.takeBytes();
  }

  /** The rest of the file. */
  end(): Uint8Array {
    if (this.waiting[0]!.length > 0) this.writeGroup();
    void this.file.finish();
    return this.takeBytes();
  }

  private writeGroup(): void {
    const columnData = this.columns.map(({ name, type }, i) => ({ name, data: this.waiting[i]!.map(stored(type)) }));
    void this.file.write({ columnData, rowGroupSize: columnData[0]!.data.length });
    this.waiting = this.columns.map(() => []);
  }

  private takeBytes(): Uint8Array {
    const { writer } = this;
    const bytes = new Uint8Array(writer.getBuffer());
    writer.index = 0;
    return bytes;
  }
}

function stored(type: ColumnType): (value: ExportValue) => unknown {
  if (type === 'integer') return (value) => (value === null ? null : BigInt(value));
  if (type === 'time') return (value) => (value === null ? null : new Date(value as string));
  return (value) => value;
}
