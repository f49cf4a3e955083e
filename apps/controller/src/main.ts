import { join } from 'node:path';
import { asFault, Fault } from '@joulefleet/core';
import { ensureServices, holdLock, processConfiguration, stopServices, type Configuration } from '@joulefleet/platform';
import { keepToken } from './controller-files';
import { runController } from './run-controller';

const HELP = `Usage: node main.js [--all] | --ensure-services | --stop-services

The controller: HTTP API, planning and dispatch.

  --all              also execute shards and ingest traces in this process
  --ensure-services  start the embedded PostgreSQL and Redis of JOULEFLEET_HOME where they do not run, and end
  --stop-services    stop them, and end

Environment: JOULEFLEET_HOME, DATABASE_URL, REDIS_URL, JOULEFLEET_HOST, JOULEFLEET_PORT, JOULEFLEET_LOG_LEVEL

A controller that fails to start says why as one line of JSON, {"fault": {...}}, the last one on stderr.

Example: JOULEFLEET_PORT=4680 node main.js --all`;

const LOCK_WAIT_S = 1;

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const configuration = processConfiguration();
  if (args.includes('--stop-services')) return void (await stopServices(configuration));
  if (args.includes('--ensure-services')) return void (await ensureServices(configuration));
  await runAlone(configuration, args.includes('--all'));
}

/** One controller a home: a second one ends at once, leaving the first alone. */
async function runAlone(configuration: Configuration, withWorker: boolean): Promise<void> {
  const token = keepToken(configuration.home);
  const stopped = new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  try {
    const lock = join(configuration.home, 'controller.lock');
    await holdLock(lock, LOCK_WAIT_S, () => runController(configuration, token, withWorker, stopped));
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'lock_busy' && error.where?.endsWith('controller.lock')))
      throw error;
    process.stderr.write('another controller of this home is running\n');
  }
}

function explain(error: unknown): void {
  const { message, code, origin, transient, where, remedy } = asFault(error);
  if (origin === 'bug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.stderr.write(`${JSON.stringify({ fault: { message, code, origin, transient, where, remedy } })}\n`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    explain(error);
    process.exit(1);
  },
);
