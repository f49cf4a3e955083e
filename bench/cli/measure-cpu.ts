import { execFile } from 'node:child_process';

/** Bash reports the user and system time of the command and of all that it starts. */
const SCRIPT = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&3; } 3>/dev/null';

/** CPU seconds of a command, of user and system together. @throws Error when it fails. */
export function measureCpuS(command: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile('bash', ['-c', SCRIPT, 'bash', ...command], { env, cwd }, (error, _stdout, stderr) => {
      if (error) return reject(new Error(`${command.join(' ')} ended with ${error.code}`));
      const [user = NaN, system = NaN] = stderr.trim().split(/\s+/).map(Number);
      resolve(user + system);
    });
  });
}
