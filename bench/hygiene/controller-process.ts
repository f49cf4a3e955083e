import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { controllerState } from '@joulefleet/contracts';
import { packageRoot } from '@joulefleet/platform';

const START_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** The real controller, worker included, in a process of its own that can be killed. */
export class ControllerProcess {
  private child: ChildProcess | undefined;
  private url = '';

  constructor(
    private readonly home: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Returns when it serves. */
  async start(): Promise<void> {
    const script = join(packageRoot(), 'dist', 'bench', 'hygiene', 'controller-main.js');
    const child = spawn(process.execPath, [script], { env: this.environment, stdio: ['ignore', 'ignore', 'inherit'] });
    this.child = child;
    this.url = await this.announced(child);
  }

  /** SIGKILL: nothing is handed over, nothing is said. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** The body of one API call that is answered with success. @throws Error with the answer otherwise. */
  async call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key()}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  private key(): string {
    const path = join(this.home, 'first-admin.json');
    return (JSON.parse(readFileSync(path, 'utf8')) as { key: string }).key;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** The one before may have left its note: only this process's own counts. */
  private async announced(child: ChildProcess): Promise<string> {
    const deadlineMs = Date.now() + START_WITHIN_MS;
    while (Date.now() < deadlineMs) {
      if (child.exitCode !== null) throw new Error(`the controller ended with exit code ${child.exitCode}`);
      const noted = controllerState.safeParse(readNote(join(this.home, 'controller.json')));
      if (noted.success && noted.data.pid === child.pid) return noted.data.url;
      await sleep(POLL_MS);
    }
    throw new Error(`the controller does not serve after ${START_WITHIN_MS / 1000} s`);
  }
}

function readNote(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
