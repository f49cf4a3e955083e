import type { ColumnDescription, ColumnType } from '@joulefleet/core';
import type { KeyValue, SchemaElement } from 'hyparquet-writer';

const TYPES: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

/** The schema of a Parquet file with these columns. */
export function parquetSchema(columns: readonly ColumnDescription[]): SchemaElement[] {
  const elements = columns.map(({ name, type, nullable }) => ({
    name,
    ...TYPES[type],
    repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
  }));
  return [{ name: 'joulefleet', num_children: columns.length }, ...elements];
}

/** Key-value metadata: the data dictionary of the file. */
export function parquetMetadata(columns: readonly ColumnDescription[]): KeyValue[] {
  return [{ key: 'joulefleet.columns', value: JSON.stringify(columns) }];
}
