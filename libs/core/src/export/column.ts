/** `integer` has 64 bits; `time` is an instant in UTC; `json` is a JSON document as text. */
export type ColumnType = 'text' | 'boolean' | 'integer' | 'number' | 'time' | 'json';

/** A time is its text in ISO 8601, a JSON document its text. */
export type ExportValue = string | number | boolean | null;

/** What a data dictionary says of a column. */
export interface ColumnDescription {
  /** Snake case, with the unit at its end. */
  readonly name: string;
  readonly type: ColumnType;
  /** Null: it has none. */
  readonly unit: string | null;
  readonly nullable: boolean;
  readonly meaning: string;
}

/** A column of an export: header, schema and data dictionary are made from it. */
export interface ExportColumn<Row> extends ColumnDescription {
  readonly of: (row: Row) => ExportValue;
}

type Unit = string | null;

/** A column that has a value in every row. */
export function column<Row>(
  name: string,
  [type, unit]: readonly [ColumnType, Unit],
  meaning: string,
  of: (row: Row) => ExportValue,
): ExportColumn<Row> {
  return { name, type, unit, nullable: false, meaning, of };
}

/** A column that may be empty; `meaning` says when. */
export function optional<Row>(
  name: string,
  [type, unit]: readonly [ColumnType, Unit],
  meaning: string,
  of: (row: Row) => ExportValue,
): ExportColumn<Row> {
  return { name, type, unit, nullable: true, meaning, of };
}

/** Types with their units. */
export const TEXT = ['text', null] as const;
export const FLAG = ['boolean', null] as const;
export const COUNT = ['integer', null] as const;
export const TIME = ['time', null] as const;
export const JSON_TEXT = ['json', null] as const;
export const figureIn = (unit: string) => ['number', unit] as const;
export const wholeIn = (unit: string) => ['integer', unit] as const;

/** The columns of an inner part of a row. */
export function within<Row, Part>(
  columns: readonly ExportColumn<Part>[],
  part: (row: Row) => Part,
): ExportColumn<Row>[] {
  return columns.map(({ of, ...description }) => ({ ...description, of: (row) => of(part(row)) }));
}

/** The columns of an inner part that a row may lack: `of` says which part it is, and is the beginning of their names. */
export function withinOptional<Row, Part>(
  columns: readonly ExportColumn<Part>[],
  of: string,
  part: (row: Row) => Part | null,
): ExportColumn<Row>[] {
  return columns.map((each) => ({
    ...each,
    name: `${of}_${each.name}`,
    nullable: true,
    meaning: `Of the ${of}: ${each.meaning} Empty: there is no ${of}.`,
    of: (row) => {
      const inner = part(row);
      return inner === null ? null : each.of(inner);
    },
  }));
}
