import {
  ackResult,
  AGENT_LINE_MARK,
  agentLine,
  attachResult,
  cancelResult,
  facts,
  helloResult,
  pauseResult,
  pingResult,
  preflightEvidence,
  rebootResult,
  restoreResult,
  startResult,
  statusResult,
  type AgentError,
  type AgentLine,
  type AgentProgress,
  type Facts,
  type PreflightEvidence,
  type ShardSpec,
  type SpoolRecord,
} from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { ClientChannel } from 'ssh2';
import { z } from 'zod';
import { splitLines } from './split-lines';

const REQUEST_TIMEOUT_MS = 30_000;
/** A pre-flight reads for a second, sets every clock and puts all back; on a slow twin that second lasts. */
const PREFLIGHT_TIMEOUT_MS = 120_000;
/** A restore may be waited for, and an executor that is forced to end. */
const REBOOT_TIMEOUT_MS = 90_000;
const STDERR_KEPT = 2000;

export interface AgentExit {
  code: number | null;
  stderr: string;
  /** Lines on stdout that were not of the protocol: what the login shell said. */
  strayLines: string;
}

/** What an attached shard tells, in order. */
export interface ShardListener {
  record(record: SpoolRecord): void;
  progress(progress: AgentProgress): void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** One `serve` of the agent: requests and replies over a channel, records of attached shards as they come. */
export class AgentSession {
  /** Settles when the channel is gone; never rejects. */
  readonly ended: Promise<AgentExit>;
  private readonly pending = new Map<number, Pending>();
  private readonly shards = new Map<string, ShardListener>();
  private nextId = 1;
  private open = true;
  private stderr = '';
  private strayLines = '';

  constructor(
    private readonly channel: ClientChannel,
    private readonly where: string,
  ) {
    const take = splitLines(
      (line) => this.take(line),
      () => this.violated('a line longer than 256 KiB'),
    );
    channel.on('data', (data: Buffer) => take(data));
    // Undrained stderr would keep `close` from ever coming.
    channel.stderr.on('data', (data: Buffer) => {
      this.stderr = (this.stderr + data.toString('utf8')).slice(-STDERR_KEPT);
    });
    this.ended = new Promise((resolve) => {
      let code: number | null = null;
      channel.on('exit', (exitCode: number | null) => (code = exitCode));
      channel.on('close', () => resolve(this.close(code)));
    });
  }

  hello = () => this.request('hello', {}, helloResult);
  facts = (): Promise<Facts> => this.request('facts', {}, facts);
  restore = () => this.request('restore', {}, restoreResult);
  status = () => this.request('status', {}, statusResult);
  ping = () => this.request('ping', {}, pingResult);
  start = (shard: ShardSpec) => this.request('start', { shard }, startResult);
  ack = (shardId: string, fence: number, seq: number) => this.request('ack', { shardId, fence, seq }, ackResult);
  cancel = (shardId: string, fence: number) => this.request('cancel', { shardId, fence }, cancelResult);
  /** The executor ends after the trial in hand, with reason `paused`. */
  pause = (shardId: string, fence: number) => this.request('pause', { shardId, fence }, pauseResult);

  /** What stands in the way of measuring, as found; clocks are set and put back. Refused while a shard is executing. */
  preflight(): Promise<PreflightEvidence> {
    return this.request('preflight', {}, preflightEvidence, PREFLIGHT_TIMEOUT_MS);
  }

  /** Restores and reboots the device; the connection breaks soon after the answer. `force` ends an executing shard. */
  reboot(force: boolean) {
    return this.request('reboot', { force }, rebootResult, REBOOT_TIMEOUT_MS);
  }

  /** Follows a shard from behind `afterSeq`; the listener hears every record in order until the channel ends. */
  attach(shardId: string, fence: number, afterSeq: number, listener: ShardListener) {
    this.shards.set(shardId, listener);
    return this.request('attach', { shardId, fence, afterSeq }, attachResult);
  }

  detach(shardId: string): void {
    this.shards.delete(shardId);
  }

  /** Ends `serve`; an executor on the device goes on. */
  end(): void {
    this.channel.end();
  }

  private request<T>(
    op: string,
    fields: object,
    result: z.ZodType<T>,
    timeoutMs: number = REQUEST_TIMEOUT_MS,
  ): Promise<T> {
    if (!this.open) return Promise.reject(this.gone());
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => this.violated(`no answer to ${op} in ${timeoutMs / 1000} s`), timeoutMs);
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.pending.delete(id);
        act();
      };
      this.pending.set(id, {
        resolve: (value) =>
          settle(() => resolveParsed(value, result, resolve, reject, (m) => this.fault(`${op}: ${m}`))),
        reject: (error) => settle(() => reject(error)),
      });
      this.channel.write(`${JSON.stringify({ id, op, ...fields })}\n`);
    });
  }

  private take(line: string): void {
    // Banners and stray prints are not ours.
    if (!line.startsWith(AGENT_LINE_MARK)) return this.keepStray(line);
    const parsed = agentLine.safeParse(parseJson(line.slice(AGENT_LINE_MARK.length)));
    if (!parsed.success) return this.violated(`a line that is not of the protocol: ${line.slice(0, 200)}`);
    this.dispatch(parsed.data);
  }

  private keepStray(line: string): void {
    this.strayLines = `${this.strayLines}${line}\n`.slice(-STDERR_KEPT);
  }

  private dispatch(line: AgentLine): void {
    if ('id' in line) {
      const pending = this.pending.get(line.id);
      if (line.ok) pending?.resolve(line.result);
      else pending?.reject(agentFault(line.error, this.where));
    } else if (line.event === 'record') this.shards.get(line.shardId)?.record(line.record);
    else this.shards.get(line.shardId)?.progress(line.progress);
  }

  private violated(what: string): void {
    this.stderr = `${this.stderr}\n${what}`.slice(-STDERR_KEPT);
    this.channel.destroy();
  }

  private close(code: number | null): AgentExit {
    this.open = false;
    for (const pending of [...this.pending.values()]) pending.reject(this.gone(code));
    return { code, stderr: this.stderr.trim(), strayLines: this.strayLines.trim() };
  }

  /** No exit code: the connection broke. With one, the agent itself ended, which is the device's fault. */
  private gone(code: number | null = null): Fault {
    if (code === null && this.stderr.trim() === '') {
      return new Fault(`${this.where}: the connection to the agent was lost`, {
        code: 'connection_lost',
        origin: 'network',
        transient: true,
        where: this.where,
      });
    }
    return this.fault(
      `the agent ended with ${code === null ? 'no exit code' : `exit code ${code}`}: ${this.stderr.trim()}`,
    );
  }

  private fault(message: string): Fault {
    return new Fault(`${this.where}: ${message}`, {
      code: 'agent_failed',
      origin: 'device',
      transient: true,
      where: this.where,
      remedy: 'Look at ~/.joulefleet on the device; report it when it happens again.',
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function resolveParsed<T>(
  value: unknown,
  schema: z.ZodType<T>,
  resolve: (value: T) => void,
  reject: (error: Error) => void,
  fault: (message: string) => Fault,
): void {
  const parsed = schema.safeParse(value);
  if (parsed.success) resolve(parsed.data);
  else reject(fault(z.prettifyError(parsed.error)));
}

function agentFault(error: AgentError, where: string): Fault {
  return new Fault(`${where}: ${error.message}`, { ...error, where });
}
