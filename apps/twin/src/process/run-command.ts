import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ServerChannel } from 'ssh2';

export interface CommandOptions {
  /** Null: a shell that reads its commands from stdin. */
  command: string | null;
  home: string;
  environment: NodeJS.ProcessEnv;
  onOutput: () => void;
  onEnd: () => void;
}

/**
 * Runs a command on a channel the way sshd does without a terminal: /bin/sh in its own process group, both outputs and
 * the input forwarded with backpressure, exit status or signal reported when it ends. The end of the channel closes the
 * command's pipes and leaves the command alone.
 */
export function runCommand(channel: ServerChannel, options: CommandOptions): ChildProcessWithoutNullStreams {
  const { command, home, environment } = options;
  const child = spawn('/bin/sh', command === null ? [] : ['-c', command], {
    cwd: home,
    env: environment,
    detached: true,
    stdio: 'pipe',
  });
  forward(channel, child, options.onOutput);
  child.on('exit', (code, signal) => reportExit(channel, code, signal));
  child.on('error', (error) => {
    channel.stderr.write(`${error.message}\n`);
    channel.exit(126);
  });
  child.on('close', () => {
    options.onEnd();
    channel.end();
  });
  return child;
}

function forward(channel: ServerChannel, child: ChildProcessWithoutNullStreams, onOutput: () => void): void {
  child.stdout.on('data', onOutput);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.pipe(child.stdin);
  // A command need not read what it is sent, nor live until its output is taken.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => stream.destroy());
  channel.on('error', () => channel.destroy());
  channel.on('close', () => {
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
  });
}

function reportExit(channel: ServerChannel, code: number | null, signal: NodeJS.Signals | null): void {
  if (code !== null) channel.exit(code);
  else if (signal !== null) channel.exit(signal.replace(/^SIG/, ''), false, '');
}
