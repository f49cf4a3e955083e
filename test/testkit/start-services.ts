import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'pg';
import { ensureServices } from '@joulefleet/platform';
import { applyMigrations } from '../../libs/store/src/migrations/apply-migrations';
import { createTestHome, sweepTestHomes, testCacheFolder } from './test-home';
import { publishTestServers } from './test-servers';

declare global {
  var joulefleetTestHome: string | undefined;
}

const TEMPLATE = 'joulefleet_template';

/**
 * Jest's global setup: one PostgreSQL and one Redis for the whole run, and the migrated template database. The sources are compiled
 * too: threads and programs that tests start run what is compiled.
 */
export default async function startServices(): Promise<void> {
  execFileSync(process.execPath, [join(__dirname, '../../scripts/setup.mjs')], { stdio: 'inherit' });
  await sweepTestHomes();
  const home = createTestHome();
  globalThis.joulefleetTestHome = home;
  const { databaseUrl, redisUrl } = await ensureServices({ home, cacheFolder: testCacheFolder() }, 'relaxed');
  const adminUrl = withDatabase(databaseUrl, 'postgres');
  await createTemplate(adminUrl);
  publishTestServers({ adminUrl, redisUrl, template: TEMPLATE });
}

function withDatabase(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).toString();
}

async function createTemplate(adminUrl: string): Promise<void> {
  const admin = new Pool({ connectionString: adminUrl, max: 1 });
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = new Pool({ connectionString: withDatabase(adminUrl, TEMPLATE), max: 1 });
  await applyMigrations(template);
  await template.end();
}
