import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';
import type { ServiceAccount } from '../service-account';

export const DATABASE = 'joulefleet';
export const DATABASE_USER = 'joulefleet';

/** Servers do not inherit this process's environment: a PGDATA or PGPORT in it would reconfigure them. */
export const POSTGRES_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };

/**
 * Creates the data folder with the database and its only user, unless it exists. A cluster is created under a temporary
 * name and renamed when complete, so that an interrupted one is never used.
 * @throws Fault `postgres_initialise_failed`; `postgres_version` when the folder belongs to another major version.
 */
export function initialiseCluster(native: string, folder: string, password: string, account: ServiceAccount): void {
  const data = join(folder, 'data');
  if (existsSync(join(data, 'PG_VERSION'))) return requireSameVersion(native, data, account);
  const partial = join(folder, 'data.partial');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = join(folder, 'password.partial');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [partial, passwordFile]) if (account.isOther) chownSync(path, account.uid, account.gid);
  const initdb = ['-D', partial, '-U', DATABASE_USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  runAs(account, join(native, 'bin', 'initdb'), [...initdb, '--locale=C.UTF-8', '-E', 'UTF8', '--no-instructions']);
  rmSync(passwordFile);
  const single = ['--single', '-D', partial, 'template1'];
  runAs(account, join(native, 'bin', 'postgres'), single, `CREATE DATABASE ${DATABASE} OWNER ${DATABASE_USER}\n`);
  renameSync(partial, data);
}

function runAs(account: ServiceAccount, program: string, args: string[], input = ''): string {
  const identity = account.isOther ? { uid: account.uid, gid: account.gid } : {};
  const options = { cwd: '/', env: POSTGRES_ENVIRONMENT, input, encoding: 'utf8', ...identity } as const;
  const { status, error, stdout, stderr } = spawnSync(program, args, options);
  // The single-user mode exits with 0 even after a failed statement; its output then contains ERROR.
  if (status === 0 && !stderr.includes('ERROR:')) return stdout;
  throw new Fault(`PostgreSQL's ${program} failed: ${error?.message ?? `${stdout}${stderr}`.trim()}`, {
    code: 'postgres_initialise_failed',
    origin: 'controller',
    transient: false,
    where: program,
    remedy: 'Check the free disk space of JOULEFLEET_HOME, or set DATABASE_URL to a PostgreSQL of your own.',
    cause: error,
  });
}

function requireSameVersion(native: string, data: string, account: ServiceAccount): void {
  const dataVersion = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const serverVersion = /\d+/.exec(runAs(account, join(native, 'bin', 'postgres'), ['--version']))?.[0];
  if (dataVersion === serverVersion) return;
  throw new Fault(
    `the data in ${data} was created by PostgreSQL ${dataVersion}, but the embedded server is version ${serverVersion}`,
    {
      code: 'postgres_version',
      origin: 'operator',
      transient: false,
      where: data,
      remedy: `Dump it with pg_dump of PostgreSQL ${dataVersion} and restore it in a new home, or set JOULEFLEET_HOME to another folder.`,
    },
  );
}
