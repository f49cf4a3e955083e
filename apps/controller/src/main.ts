import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFault } from '@joulefleet/core';
import {
  ensureServices,
  packageRoot,
  processConfiguration,
  stopServices,
  type Configuration,
} from '@joulefleet/platform';
import { applyMigrations, openDatabase } from '@joulefleet/store';
import { announce, keepToken } from './controller-files';
import { serve } from './serve';

const HELP = `Usage: node main.js [--all] [--stop-services]

The controller: HTTP API, planning and dispatch.

  --all            also execute shards and ingest traces in this process
  --stop-services  stop the embedded PostgreSQL and Redis of JOULEFLEET_HOME, and end

Environment: JOULEFLEET_HOME, DATABASE_URL, REDIS_URL, JOULEFLEET_HOST, JOULEFLEET_PORT, JOULEFLEET_LOG_LEVEL

Example: JOULEFLEET_PORT=4680 node main.js --all`;

async function start(configuration: Configuration, withWorker: boolean): Promise<void> {
  const { home, logLevel } = configuration;
  const token = keepToken(home);
  const { databaseUrl, redisUrl } = await ensureServices(configuration);
  await migrate(databaseUrl);
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const urls = { databaseUrl, redisUrl, version };
  const agentPath = join(root, 'agent', 'agent.py');
  const controller = await serve({ urls, token, agentPath, logLevel, withWorker }, configuration);
  const withdraw = announce(home, {
    pid: process.pid,
    url: controller.url,
    version,
    startedAt: new Date().toISOString(),
  });
  const stop = (): void => {
    withdraw();
    void controller.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function migrate(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    await applyMigrations(database.pool);
  } finally {
    await database.close();
  }
}

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const configuration = processConfiguration();
  if (args.includes('--stop-services')) return void (await stopServices(configuration));
  await start(configuration, args.includes('--all'));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const fault = asFault(error);
  const remedy = fault.remedy ? `\n${fault.remedy}` : '';
  const bug = fault.origin === 'bug' && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(`joulefleet controller: ${fault.message}${remedy}${bug}\n`);
  process.exit(1);
});
