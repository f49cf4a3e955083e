import { openDatabase, type Database } from '@joulefleet/store';
import { withEmbeddedServices } from '../services/embedded-services';

/** Runs `work` on an embedded PostgreSQL with full durability (fsync); see `withEmbeddedServices`. */
export async function withEmbeddedDatabase<T>(
  work: (database: Database, aborted: AbortSignal) => Promise<T>,
): Promise<T> {
  return withEmbeddedServices('full', async ({ databaseUrl, aborted }) => {
    const database = openDatabase(databaseUrl);
    try {
      return await work(database, aborted);
    } finally {
      await database.close();
    }
  });
}
