import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One reviewed SQL file, prisma/migrations/NAME/migration.sql. */
export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file in hex, as `prisma migrate` computes it. */
  checksum: string;
}

/** All migrations of a folder, sorted by name; names start with a timestamp. */
export function readMigrations(folder: string = findMigrationsFolder(__dirname)): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, 'migration.sql'));
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    });
}

/** The folder prisma/migrations of this installation; sources and compiled code are at different depths. */
function findMigrationsFolder(start: string): string {
  const folder = join(start, 'prisma', 'migrations');
  if (existsSync(folder)) return folder;
  if (dirname(start) === start) throw new Error('prisma/migrations is missing from this installation');
  return findMigrationsFolder(dirname(start));
}
