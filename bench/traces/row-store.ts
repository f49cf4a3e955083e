import type { Trace } from '@joulefleet/core';
import { inTransaction, type Database } from '@joulefleet/store';

/** Rows of one INSERT statement. */
const BATCH_ROWS = 1000;

/**
 * The baseline: a row for each reading, in the order that packs tightest, the trial and the rail as numbers. The key is what
 * makes writing idempotent and a trial's rows findable, as trace_chunk's does.
 */
export async function createRowStore(database: Database): Promise<void> {
  await database.pool.query(
    `CREATE TABLE reading (t_us bigint NOT NULL, trial int NOT NULL, power_mw int NOT NULL, rail smallint NOT NULL,
       PRIMARY KEY (trial, rail, t_us))`,
  );
}

/** Inserts one trial's readings in batches, through arrays (the fastest INSERT there is), in one transaction. */
export async function insertReadings(database: Database, trial: number, trace: Trace): Promise<void> {
  await inTransaction(database, async (client) => {
    for (const [rail, powerMw] of trace.powerMw.entries()) {
      for (let start = 0; start < powerMw.length; start += BATCH_ROWS) {
        const end = start + BATCH_ROWS;
        await client.query(
          `INSERT INTO reading (t_us, trial, power_mw, rail)
           SELECT t_us, $1, power_mw, $2 FROM unnest($3::bigint[], $4::int[]) AS r(t_us, power_mw) ON CONFLICT DO NOTHING`,
          [trial, rail, trace.tUs.slice(start, end), powerMw.slice(start, end)],
        );
      }
    }
  });
}

/** The other baseline, for its size alone: a row for each sample, its rails side by side. */
export async function copyToWideRows(database: Database): Promise<void> {
  await database.pool.query(
    `CREATE TABLE sample (t_us bigint NOT NULL, trial int NOT NULL, power_0_mw int, power_1_mw int, power_2_mw int,
       PRIMARY KEY (trial, t_us))`,
  );
  await database.pool.query(
    `INSERT INTO sample SELECT t_us, trial, sum(power_mw) FILTER (WHERE rail = 0), sum(power_mw) FILTER (WHERE rail = 1),
       sum(power_mw) FILTER (WHERE rail = 2) FROM reading GROUP BY trial, t_us ORDER BY trial, t_us`,
  );
}
