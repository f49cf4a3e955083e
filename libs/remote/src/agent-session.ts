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
const FORCE_TIMEOUT_MS = 90_000;
/** An agent that was told to end has so long. */
const END_TIMEOUT_MS = 10_000;
const STDERR_KEPT = 2000;

export interface AgentExit {
  /** Null: a signal ended it, or the connection broke. */
  code: number | null;
  /** "SIGKILL"; null when no signal ended it. */
  signal: string | null;
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
  private exit: Pick<AgentExit, 'code' | 'signal'> | null = null;
  private breached = false;
  private ending = false;
  private stderr = '';
  private strayLines = '';
  /** A channel is closed when the other side says so too, which one that hangs never does: some ends are not waited for. */
  private finish: () => void = () => undefined;

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
      channel.on('exit', (code: number | null, signal: string | null = null) => (this.exit = { code, signal }));
      this.finish = () => resolve(this.close());
      channel.on('close', this.finish);
    });
  }

  hello = () => this.request('hello', {}, helloResult);
  facts = (): Promise<Facts> => this.request('facts', {}, facts);
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

  /** Puts back what a killed executor left. One that lives refuses it, or is ended first by `force`. */
  restore(force = false) {
    return this.request('restore', { force }, restoreResult, force ? FORCE_TIMEOUT_MS : REQUEST_TIMEOUT_MS);
  }

  /** Restores and reboots the device; the connection breaks soon after the answer. `force` ends an executing shard. */
  reboot(force: boolean) {
    return this.request('reboot', { force }, rebootResult, FORCE_TIMEOUT_MS);
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
    this.ending = true;
    this.channel.end();
    const giveUp = setTimeout(this.finish, END_TIMEOUT_MS);
    void this.ended.then(() => clearTimeout(giveUp));
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
    this.breached = true;
    this.stderr = `${this.stderr}\n${what}`.slice(-STDERR_KEPT);
    this.channel.destroy();
    this.finish();
  }

  private close(): AgentExit {
    this.open = false;
    for (const pending of [...this.pending.values()]) pending.reject(this.gone());
    const { code = null, signal = null } = this.exit ?? {};
    return { code, signal, stderr: this.stderr.trim(), strayLines: this.strayLines.trim() };
  }

  /**
   * An end that was told, by its code or a signal, and a breach of the protocol are the device's fault. With neither the
   * connection broke, whatever was said on stderr before.
   */
  private gone(): Fault {
    if (this.ending || (this.exit === null && !this.breached)) {
      return new Fault(`${this.where}: the connection to the agent was lost`, {
        code: 'connection_lost',
        origin: 'network',
        transient: true,
        where: this.where,
      });
    }
    const how = this.exit === null ? 'no exit code' : (this.exit.signal ?? `exit code ${this.exit.code}`);
    return this.fault(`the agent ended with ${how}: ${this.stderr.trim()}`);
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
