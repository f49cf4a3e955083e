import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { choosePort } from '../../../libs/platform/src/embedded/choose-port';
import { accountsFile, groupsFile } from './account';
import type { OpenSsh } from './fetch-openssh';

const READY_WITHIN_MS = 10_000;

/** Debian's sshd on a port of 127.0.0.1, in a folder with its accounts, host keys and log. */
export class Sshd {
  port = 0;
  private child: ChildProcess | null = null;

  constructor(
    private readonly openSsh: OpenSsh,
    private readonly folder: string,
  ) {}

  get log(): string {
    return readFileSync(this.logPath, 'utf8');
  }

  private get logPath(): string {
    return join(this.folder, 'sshd.log');
  }

  /** The first of two lines with the same keyword counts. */
  async start(configLines: readonly string[]): Promise<void> {
    // It is where sshd locks itself in before a login, as root only; Debian's is in the program.
    if (process.getuid!() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    this.port = await choosePort(this.port || undefined);
    const config = join(this.folder, 'sshd_config');
    writeFileSync(config, [`Port ${this.port}`, ...configLines, ...this.openSsh.configLines, ''].join('\n'));
    writeFileSync(this.logPath, '');
    const env = {
      PATH: process.env.PATH,
      LD_LIBRARY_PATH: this.openSsh.libraryPath,
      LD_PRELOAD: this.openSsh.accountsLibrary,
      NSS_WRAPPER_PASSWD: accountsFile(this.folder),
      NSS_WRAPPER_GROUP: groupsFile(this.folder),
    };
    const args = ['-D', '-E', this.logPath, '-f', config];
    this.child = spawn(this.openSsh.sshd, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await this.untilListening(this.child);
  }

  /** Ends the server and every connection. */
  async stop(): Promise<void> {
    const child = this.child;
    if (child === null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    this.signalConnections('SIGKILL');
    if (child.kill('SIGKILL')) await ended;
    this.child = null;
  }

  /** To every process of sshd that serves a connection; what runs in their sessions is not told. */
  signalConnections(signal: NodeJS.Signals): void {
    for (const pid of serversBelow(this.child!.pid!)) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended by itself meanwhile.
      }
    }
  }

  private async untilListening(child: ChildProcess): Promise<void> {
    const deadlineMs = performance.now() + READY_WITHIN_MS;
    while (!this.log.includes('Server listening')) {
      if (child.exitCode !== null || performance.now() > deadlineMs)
        throw new Error(`sshd does not start: ${this.log}`);
      await sleep(20);
    }
  }
}

/** One process a connection when root logs in at root's sshd, else two, one below the other. */
function serversBelow(parent: number): number[] {
  const children = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && isServerOf(entry, parent))
    .map(Number);
  return children.flatMap((pid) => [pid, ...serversBelow(pid)]);
}

function isServerOf(pid: string, parent: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /^Name:\s+sshd/m.test(status) && Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) === parent;
  } catch {
    return false;
  }
}
