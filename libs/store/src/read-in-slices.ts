import { inTransaction, type Database } from './database';

/** Rows that are parsed at a time: few enough that others get their turn. */
const ROWS_PER_SLICE = 1_000;

/** Hands the rows of a query to `take`, a slice at a time, all as of one moment. */
export async function readInSlices<Row extends object>(
  database: Database,
  sql: string,
  parameters: readonly unknown[],
  take: (rows: readonly Row[]) => void,
): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query(`DECLARE slices NO SCROLL CURSOR FOR ${sql}`, [...parameters]);
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${ROWS_PER_SLICE} FROM slices`);
      take(rows);
      if (rows.length < ROWS_PER_SLICE) return;
    }
  });
}
