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
    const fetchNext = () => {
      const fetching = client.query<Row>(`FETCH ${ROWS_PER_SLICE} FROM slices`);
      // Where `take` throws, nobody waits for it any more.
      fetching.catch(() => undefined);
      return fetching;
    };
    let fetching = fetchNext();
    for (;;) {
      const { rows } = await fetching;
      const isLast = rows.length < ROWS_PER_SLICE;
      // PostgreSQL is at the next slice while this one is worked on.
      if (!isLast) fetching = fetchNext();
      take(rows);
      if (isLast) return;
    }
  });
}
