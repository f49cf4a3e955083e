// Prints the SQL with which Prisma would create a schema in an empty database.
// Usage: node print-schema-sql.mjs SCHEMA_FILE DATABASE_URL    The database only tells its version.
// A program of its own because the engine is an ES module over WebAssembly, which Jest does not load. The engine could
// compare with a live database as well, but cannot read one's constraints through @prisma/adapter-pg 7.10 (type "char").
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

/** What the package's own entry does with a bundler. */
async function loadEngine() {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const bytes = readFileSync(join(dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine.SchemaEngine;
}

const [path, connectionString] = process.argv.slice(2);
const content = readFileSync(path, 'utf8');
const SchemaEngine = await loadEngine();
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString }));
const schemaEngine = await SchemaEngine.new({ datamodels: [[path, content]] }, () => undefined, adapter);
const { stdout } = await schemaEngine.diff({
  from: { tag: 'empty' },
  to: { tag: 'schemaDatamodel', files: [{ path, content }] },
  script: true,
  shadowDatabaseUrl: null,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});
process.stdout.write(stdout, () => process.exit(0));
