/** The column of the number of inferences in a table of rows, shown only where they differ in it. */
export function inferencesColumn(rows: readonly { inferences: number }[]): {
  columns: { title: string; align: 'right' }[];
  cellsOf: (row: { inferences: number }) => string[];
} {
  const isShown = new Set(rows.map(({ inferences }) => inferences)).size > 1;
  return {
    columns: isShown ? [{ title: 'inferences', align: 'right' }] : [],
    cellsOf: ({ inferences }) => (isShown ? [String(inferences)] : []),
  };
}
