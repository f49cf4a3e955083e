import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '@joulefleet/platform';

/** Runs the compiled command line on a home and servers of its own. @throws Error with what it said when it fails. */
export function callCli(home: string, command: readonly string[]): Promise<string> {
  const { DATABASE_URL: _database, REDIS_URL: _redis, JOULEFLEET_URL: _url, ...inherited } = process.env;
  const env = { ...inherited, JOULEFLEET_HOME: home, JOULEFLEET_PORT: '0', JOULEFLEET_LOG_LEVEL: 'warn' };
  const program = join(packageRoot(), 'dist', 'cli', 'joulefleet.mjs');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...command], { env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command.join(' ')}: ${stderr}`));
      else resolve(stdout);
    });
  });
}
