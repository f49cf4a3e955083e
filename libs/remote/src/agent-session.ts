import {
  ackResult,
  AGENT_LINE_MARK,
  agentLine,
  attachResult,
  cancelResult,
  describeMismatch,
  deviceCode,
  facts,
  helloResult,
  pauseResult,
  pingResult,
  preflightEvidence,
  rebootResult,
  runtimesResult,
  restoreResult,
  startResult,
  statusResult,
  type AgentError,
  type AgentLine,
  type AgentLive,
  type AgentProgress,
  type Facts,
  type PreflightEvidence,
  type ShardSpec,
  type SpoolRecord,
} from '@joulefleet/contracts';
import { ByteBudget, cleanJson, cleanText, Fault } from '@joulefleet/core';
import type { ClientChannel } from 'ssh2';
import type { z } from 'zod';
import { patientTimeout } from './patient-timeout';
import { splitLines } from './split-lines';
import { FLOOD, MAX_STRAY_BYTES } from './stray-bytes';

const REQUEST_TIMEOUT_MS = 30_000;
/** A preflight samples for a second, sets every clock and restores them; on a slow twin that second takes longer. */
const PREFLIGHT_TIMEOUT_MS = 120_000;
/** Each library of the runtimes is imported once, from a slow card. */
const RUNTIMES_TIMEOUT_MS = 165_000;
/** Covers waiting for a restore in progress and for an executor that is forced to stop. */
const FORCE_TIMEOUT_MS = 90_000;
/** Time for the agent to exit after its stdin was closed. */
const END_TIMEOUT_MS = 10_000;
const MAX_STDERR_CHARACTERS = 2000;
/** Progress, and messages that nobody waits for: an agent sends some hundred bytes of them a second. */
const IDLE_TALK = { atOnceBytes: 8 * 1024 * 1024, bytesPerS: 64 * 1024 };

export interface AgentExit {
  /** Null: killed by a signal, or the connection was lost. */
  code: number | null;
  /** Such as "SIGKILL"; null unless killed by a signal. */
  signal: string | null;
  stderr: string;
  /** Lines on stdout outside the protocol, such as output of the login shell. */
  strayLines: string;
}

/** Receives the messages of an attached shard, in order. */
export interface ShardListener {
  record(record: SpoolRecord): void;
  progress(progress: AgentProgress): void;
  live?(live: AgentLive): void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * A session with the agent's `serve` over one channel: requests and replies, and records of attached shards as they
 * arrive.
 */
export class AgentSession {
  /** Settles when the channel is closed; never rejects. */
  readonly ended: Promise<AgentExit>;
  private readonly pending = new Map<number, Pending>();
  private readonly shards = new Map<string, ShardListener>();
  private readonly endListeners = new Set<() => void>();
  private nextId = 1;
  private open = true;
  private exit: Pick<AgentExit, 'code' | 'signal'> | null = null;
  private aborted = false;
  private ending = false;
  private stderr = '';
  private strayLines = '';
  private strayBytes = 0;
  private readonly idleTalk = new ByteBudget(IDLE_TALK.atOnceBytes, IDLE_TALK.bytesPerS);
  /** Settles `ended` without waiting for `close`, which never comes if the other side hangs. */
  private finish: () => void = () => undefined;

  constructor(
    private readonly channel: ClientChannel,
    private readonly where: string,
    private readonly requestTimeoutMs: number = REQUEST_TIMEOUT_MS,
  ) {
    const take = splitLines(
      (line) => this.take(line),
      () => this.abort('protocol violation: a line longer than 256 KiB'),
    );
    channel.on('data', (data: Buffer) => take(data));
    // `close` is never emitted unless stderr is drained.
    channel.stderr.on('data', (data: Buffer) => {
      this.countStray(data.length);
      this.stderr = (this.stderr + cleanText(data.toString('utf8'))).slice(-MAX_STDERR_CHARACTERS);
    });
    this.ended = new Promise((resolve) => {
      channel.on('exit', (code: number | null, signal: string | null = null) => (this.exit = { code, signal }));
      this.finish = () => resolve(this.close());
      channel.on('close', this.finish);
    });
    void this.ended.then(() => this.endListeners.forEach((listener) => listener()));
  }

  /** `runners`: SHA-256 of those that the controller brings, which the agent looks for and uses from here on. */
  hello = (runners?: string) => this.request('hello', { runners }, helloResult);
  facts = (): Promise<Facts> => this.request('facts', {}, facts);
  status = () => this.request('status', {}, statusResult);
  ping = () => this.request('ping', {}, pingResult);
  start = (shard: ShardSpec) => this.request('start', { shard }, startResult);
  ack = (shardId: string, fence: number, seq: number) => this.request('ack', { shardId, fence, seq }, ackResult);
  cancel = (shardId: string, fence: number) => this.request('cancel', { shardId, fence }, cancelResult);
  /** The executor stops after the current trial, with reason `paused`. */
  pause = (shardId: string, fence: number) => this.request('pause', { shardId, fence }, pauseResult);

  /**
   * Collects the evidence for the preflight checks; sets clocks and restores them. Refused while a shard is executing.
   */
  preflight(): Promise<PreflightEvidence> {
    return this.request('preflight', {}, preflightEvidence, PREFLIGHT_TIMEOUT_MS);
  }

  /** What the delivered runners find on the device. Refused while a shard is executing, which it would disturb. */
  runtimes() {
    return this.request('runtimes', {}, runtimesResult, RUNTIMES_TIMEOUT_MS);
  }

  /**
   * Restores the settings that a killed executor left changed. Refused while an executor runs, unless `force` stops it
   * first.
   */
  restore(force = false) {
    return this.request('restore', { force }, restoreResult, force ? FORCE_TIMEOUT_MS : this.requestTimeoutMs);
  }

  /**
   * Restores the settings and reboots the device; the connection is lost soon after the answer. `force` stops an
   * executing shard.
   */
  reboot(force: boolean) {
    return this.request('reboot', { force }, rebootResult, FORCE_TIMEOUT_MS);
  }

  /**
   * Follows a shard after the record `afterSeq`; the listener receives every record in order until the channel is
   * closed.
   */
  attach(shardId: string, fence: number, afterSeq: number, listener: ShardListener) {
    this.shards.set(shardId, listener);
    return this.request('attach', { shardId, fence, afterSeq }, attachResult);
  }

  detach(shardId: string): void {
    this.shards.delete(shardId);
  }

  /** Calls `listener` once when the channel is closed, soon if it is already, unless the returned function is called before. */
  onEnd(listener: () => void): () => void {
    this.endListeners.add(listener);
    if (!this.open) queueMicrotask(() => this.endListeners.has(listener) && listener());
    return () => void this.endListeners.delete(listener);
  }

  /** Ends the session; an executor on the device continues. */
  end(): void {
    this.ending = true;
    this.channel.end();
    const timer = setTimeout(this.finish, END_TIMEOUT_MS);
    void this.ended.then(() => clearTimeout(timer));
  }

  private request<T>(
    op: string,
    fields: object,
    result: z.ZodType<T>,
    timeoutMs: number = this.requestTimeoutMs,
  ): Promise<T> {
    if (!this.open) return Promise.reject(this.gone());
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      const cancel = patientTimeout(timeoutMs, () => this.abort(`no answer to ${op} in ${timeoutMs / 1000} s`));
      const settle = (act: () => void): void => {
        cancel();
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
    if (this.aborted) return;
    // Login banners and stray output are not part of the protocol.
    if (!line.startsWith(AGENT_LINE_MARK)) return this.keepStray(line);
    // Whatever a device says is cleaned here, once.
    const parsed = agentLine.safeParse(cleanJson(parseJson(line.slice(AGENT_LINE_MARK.length))));
    if (!parsed.success) return this.abort(`protocol violation: unexpected line ${cleanText(line.slice(0, 200))}`);
    this.dispatch(parsed.data, line.length);
  }

  private countStray(bytes: number): void {
    const before = this.strayBytes;
    this.strayBytes += bytes;
    if (before <= MAX_STRAY_BYTES && this.strayBytes > MAX_STRAY_BYTES) {
      this.abort(`protocol violation: ${FLOOD}`);
    }
  }

  private keepStray(line: string): void {
    this.countStray(line.length);
    this.strayLines = `${this.strayLines}${cleanText(line)}\n`.slice(-MAX_STDERR_CHARACTERS);
  }

  private dispatch(line: AgentLine, bytes: number): void {
    if ('id' in line) {
      const pending = this.pending.get(line.id);
      if (!pending) this.countIdleTalk(bytes);
      else if (line.ok) pending.resolve(line.result);
      else pending.reject(agentFault(line.error, this.where));
      return;
    }
    const shard = this.shards.get(line.shardId);
    // Whoever takes records bounds how many of them wait.
    if (line.event === 'record' && shard) return shard.record(line.record);
    this.countIdleTalk(bytes);
    if (line.event === 'progress') shard?.progress(line.progress);
    if (line.event === 'live') shard?.live?.(line.live);
  }

  private countIdleTalk(bytes: number): void {
    if (this.idleTalk.spend(bytes, performance.now())) return;
    this.abort('protocol violation: progress, or messages that nobody waits for, without an end');
  }

  private abort(reason: string): void {
    this.aborted = true;
    this.stderr = `${this.stderr}\n${reason}`.slice(-MAX_STDERR_CHARACTERS);
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
   * An exit code, a signal or a protocol violation is the device's fault. Without any of them the connection was lost,
   * whatever stderr contains.
   */
  private gone(): Fault {
    if (this.ending || (this.exit === null && !this.aborted)) {
      return new Fault(`${this.where}: lost the connection to the agent`, {
        code: 'connection_lost',
        origin: 'network',
        transient: true,
        where: this.where,
      });
    }
    const how = this.exit === null ? 'no exit code' : (this.exit.signal ?? `exit code ${this.exit.code}`);
    return this.fault(`the agent exited with ${how}: ${this.stderr.trim()}`);
  }

  private fault(message: string): Fault {
    return new Fault(`${this.where}: ${message}`, {
      code: 'agent_failed',
      origin: 'device',
      transient: true,
      where: this.where,
      remedy: 'Check ~/.joulefleet on the device; report the problem if it happens again.',
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
  else reject(fault(describeMismatch(schema, parsed.error, value).slice(0, MAX_STDERR_CHARACTERS)));
}

function agentFault(error: AgentError, where: string): Fault {
  return new Fault(`${where}: ${error.message}`, { ...error, code: deviceCode(error.code), where });
}
