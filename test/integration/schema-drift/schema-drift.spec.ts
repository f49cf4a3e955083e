import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../../testkit/database';

/**
 * What Prisma's schema language can say, each as one line: columns, keys, indexes. What it cannot (CHECK constraints,
 * partial indexes, partitions) is for the migrations alone.
 */
const CATALOGUE = `
  SELECT format('column %s.%s: %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN ' NOT NULL' END, ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'
  UNION ALL
  SELECT format('key %s on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f') AND c.relname <> '_prisma_migrations'
  UNION ALL
  SELECT format('index: %s', pg_get_indexdef(i.indexrelid))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisprimary AND i.indpred IS NULL AND i.indexprs IS NULL
  ORDER BY line`;

async function connect(): Promise<{ client: Client; url: string }> {
  const { url } = await createTestDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  return { client, url };
}

async function catalogue(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOGUE);
  return rows.map(({ line }) => line);
}

let migrated: Client;
let declared: string[];

beforeAll(async () => {
  migrated = (await connect()).client;
  const { client, url } = await connect();
  await client.query('DROP SCHEMA public CASCADE');
  await client.query('CREATE SCHEMA public');
  const program = join(__dirname, 'print-schema-sql.mjs');
  const sql = execFileSync(process.execPath, [program, 'prisma/schema.prisma', url], { encoding: 'utf8' });
  await client.query(sql);
  declared = await catalogue(client);
  await client.end();
});

afterAll(() => migrated.end());

it('prisma/schema.prisma says what the migrations make', async () => {
  expect(declared.length).toBeGreaterThan(50);
  expect(await catalogue(migrated)).toEqual(declared);
});

it.each([
  ['ALTER TABLE device ADD COLUMN extra INTEGER', 'column device.extra: integer'],
  ['CREATE INDEX extra ON device (host)', 'index: CREATE INDEX extra ON public.device USING btree (host)'],
  ["ALTER TABLE device ALTER COLUMN host SET DEFAULT 'x'", "column device.host: text NOT NULL DEFAULT 'x'::text"],
])('would notice %s', async (statement, line) => {
  await migrated.query('BEGIN');
  await migrated.query(statement);
  const drifted = await catalogue(migrated);
  await migrated.query('ROLLBACK');
  expect(drifted).toContain(line);
  expect(declared).not.toContain(line);
});
