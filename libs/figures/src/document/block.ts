/** A table; `numeric` columns are aligned to the right. */
export interface Table {
  columns: readonly string[];
  numeric: readonly number[];
  rows: readonly (readonly string[])[];
}

/** Another way of drawing the same. */
export interface OtherDrawing {
  title: string;
  svg: string;
}

/** A part of a document, for every way of showing it. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** What must not be overlooked. */
  | { kind: 'notice'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; caption: string; table: Table }
  /** `svg` is markup made in this library, and `key` how to read it; the table has its figures. */
  | { kind: 'figure'; caption: string; key?: string; svg: string; table: Table | null; other?: OtherDrawing }
  | { kind: 'code'; text: string };

export interface ReportDocument {
  title: string;
  language: string;
  blocks: readonly Block[];
}
