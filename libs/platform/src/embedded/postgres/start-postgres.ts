import { chownSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { probePostgres } from '../../reachability/probe-postgres';
import { choosePort } from '../choose-port';
import { keepPassword } from '../keep-password';
import { awaitReady, launchServer, logTail } from '../launch-server';
import type { ServiceAccount } from '../service-account';
import type { ServiceFolders } from '../service-folders';
import { readRecord, runningRecord, writeRecord } from '../service-record';
import type { Durability, RunningService } from '../running-service';
import { findPostmaster } from './find-postmaster';
import { DATABASE, DATABASE_USER, initialiseCluster, POSTGRES_ENVIRONMENT } from './initialise-cluster';
import { preparePostgresBinaries } from './prepare-binaries';

/** Children of a crashed server take a moment to exit; until then a new server refuses to start. */
const ATTEMPTS = 20;
const PAUSE_MS = 250;
const TRANSIENT_FAILURE = /address already in use|shared memory block .* is still in use/i;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=128MB',
];
const RELAXED_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

interface Cluster {
  native: string;
  folder: string;
  url: (port: number) => string;
  account: ServiceAccount;
  durability: Durability;
}

/**
 * Starts the embedded PostgreSQL of a home unless it runs; returns when it is ready. The caller holds the home's lock.
 */
export async function startPostgres(
  folders: ServiceFolders,
  account: ServiceAccount,
  durability: Durability,
): Promise<RunningService> {
  const folder = join(realpathSync(folders.services), 'postgres');
  const data = join(folder, 'data');
  const password = keepPassword(
    folders.secrets,
    'postgres',
    existsSync(data) ? `the database in ${data} asks for it` : null,
  );
  const url = (port: number) => `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
  const found = runningRecord(folders.records, 'postgres') ?? findPostmaster(data);
  if (found !== undefined) {
    writeRecord(folders.records, 'postgres', found);
    await awaitReady(found, 'PostgreSQL', logPathOf(folder), (timeoutMs) => probePostgres(url(found.port), timeoutMs));
    return { url: url(found.port), wasRunning: true };
  }
  prepareFolder(folder, account);
  const native = preparePostgresBinaries(realpathSync(folders.services), account);
  initialiseCluster(native, folder, password, account);
  const port = await launchWithRetries(folders.records, { native, folder, url, account, durability });
  return { url: url(port), wasRunning: false };
}

function prepareFolder(folder: string, account: ServiceAccount): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.isOther) chownSync(folder, account.uid, account.gid);
}

function logPathOf(folder: string): string {
  return join(folder, 'server.log');
}

async function launchWithRetries(records: string, cluster: Cluster): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchOnce(records, cluster);
    } catch (error) {
      if (attempt === ATTEMPTS || !TRANSIENT_FAILURE.test(logTail(logPathOf(cluster.folder)))) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function launchOnce(records: string, { native, folder, url, account, durability }: Cluster): Promise<number> {
  const port = await choosePort(readRecord(records, 'postgres')?.port);
  const settings = durability === 'full' ? SETTINGS : [...SETTINGS, ...RELAXED_SETTINGS];
  const identity = launchServer({
    program: join(native, 'bin', 'postgres'),
    args: ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    environment: POSTGRES_ENVIRONMENT,
    folder: '/',
    logPath: logPathOf(folder),
    account,
  });
  writeRecord(records, 'postgres', { ...identity, port });
  await awaitReady(identity, 'PostgreSQL', logPathOf(folder), (timeoutMs) => probePostgres(url(port), timeoutMs));
  return port;
}
