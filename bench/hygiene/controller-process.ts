import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROLLER_NODE_OPTIONS, controllerState } from '@joulefleet/contracts';
import { packageRoot } from '@joulefleet/platform';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** The real controller with its worker, in a process that can be killed. */
export class ControllerProcess {
  private child: ChildProcess | undefined;
  private url = '';

  constructor(
    private readonly home: string,
    private readonly environment: NodeJS.ProcessEnv,
    /** Folder of the benchmark whose `controller-main` is started. */
    private readonly benchmark = 'hygiene',
  ) {}

  /** Returns when it serves requests. */
  async start(): Promise<void> {
    const script = join(packageRoot(), 'dist', 'bench', this.benchmark, 'controller-main.js');
    const child = spawn(process.execPath, [...CONTROLLER_NODE_OPTIONS, script], {
      env: this.environment,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    this.url = await this.announced(child);
  }

  /** SIGKILL: the controller cannot hand over or clean up anything. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGSTOP, as a machine that sleeps; returns what lets it go on. */
  freeze(): () => void {
    const { child } = this;
    child!.kill('SIGSTOP');
    return () => void child!.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Sends a message to the controller's main file and returns its answer. */
  async ask<T>(): Promise<T> {
    const answer = once(this.child!, 'message');
    this.child!.send({});
    return (await answer)[0] as T;
  }

  /** Where it serves. */
  get address(): string {
    return this.url;
  }

  /** The status of an answer, whatever it says; null: none came in time. The body is sent as it is. */
  async statusOf(
    method: 'GET' | 'POST',
    path: string,
    body: string | undefined,
    limitMs: number,
  ): Promise<number | null> {
    const headers = { authorization: `Bearer ${this.key()}`, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(limitMs);
    return fetch(`${this.url}${path}`, { method, headers, body, signal }).then(
      async (response) => {
        await response.text();
        return response.status;
      },
      () => null,
    );
  }

  /** The body of a successful API call. @throws Error with the answer otherwise. */
  async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
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

  /** Ignores a file left behind by the previous controller. */
  private async announced(child: ChildProcess): Promise<string> {
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    while (performance.now() < deadlineMs) {
      if (child.exitCode !== null) throw new Error(`the controller exited with code ${child.exitCode}`);
      const noted = controllerState.safeParse(readNote(join(this.home, 'controller.json')));
      if (noted.success && noted.data.pid === child.pid) return noted.data.url;
      await sleep(POLL_MS);
    }
    throw new Error(`the controller does not serve after ${START_TIMEOUT_MS / 1000} s`);
  }
}

function readNote(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
