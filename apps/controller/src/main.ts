import { join } from 'node:path';
import { ALL_ROUTES, generateOpenApi } from '@joulefleet/contracts';
import { asFault, describeStates, Fault } from '@joulefleet/core';
import { ensureServices, holdLock, processConfiguration, stopServices, type Configuration } from '@joulefleet/platform';
import { createHome } from './controller-files';
import { resetAdminOf } from './prepare-database';
import { programVersion } from './program-version';
import { runController } from './run-controller';

const HELP = `Usage: node main.js [--all] | --ensure-services | --stop-services | --print-openapi | --print-states | --reset-admin

The controller: HTTP API, planning and dispatch.

  --all              also execute shards and ingest traces in this process
  --ensure-services  start the embedded PostgreSQL and Redis of JOULEFLEET_HOME unless they run, and exit
  --stop-services    stop them, and exit
  --print-openapi    print the API's OpenAPI document, and exit
  --print-states     print docs/states.md from the tables of states, and exit
  --reset-admin      give the user admin a new password and key, which joulefleet up shows, and exit

Environment: JOULEFLEET_HOME, DATABASE_URL, REDIS_URL, JOULEFLEET_HOST, JOULEFLEET_PORT, JOULEFLEET_LOG_LEVEL,
  JOULEFLEET_MASTER_KEY, JOULEFLEET_TRUSTED_PROXIES, JOULEFLEET_WATCH, JOULEFLEET_NOTICE_HOSTS

When the controller fails to start, the last line on stderr is the reason as JSON: {"fault": {...}}.

Example: JOULEFLEET_PORT=4680 node main.js --all`;

const LOCK_WAIT_S = 1;

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return print(`${HELP}\n`);
  if (args.includes('--print-openapi')) return print(openApiText());
  if (args.includes('--print-states')) return print(describeStates());
  const configuration = processConfiguration();
  if (args.includes('--stop-services')) return void (await stopServices(configuration));
  if (args.includes('--ensure-services')) return void (await ensureServices(configuration));
  if (args.includes('--reset-admin')) return void (await resetAdminOf(configuration));
  await runAlone(configuration, args.includes('--all'));
}

/** Until all of it is written: a pipe takes 64 KiB at a time, and an exit would cut the rest. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function openApiText(): string {
  return `${JSON.stringify(generateOpenApi(ALL_ROUTES, programVersion()), null, 2)}\n`;
}

/** One controller per home: a second one exits at once and leaves the first alone. */
async function runAlone(configuration: Configuration, withWorker: boolean): Promise<void> {
  createHome(configuration.home);
  const stopped = new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  try {
    const lock = join(configuration.home, 'controller.lock');
    await holdLock(lock, LOCK_WAIT_S, () => runController(configuration, withWorker, stopped));
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'lock_busy' && error.where?.endsWith('controller.lock')))
      throw error;
    process.stderr.write('another controller is already running in this home\n');
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
