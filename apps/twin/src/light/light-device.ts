import { shardSpec, type AgentError, type Facts, type PreflightEvidence, type ShardSpec } from '@joulefleet/contracts';
import { lightFacts } from './light-facts';
import { lightPreflight } from './light-preflight';
import type { OnLightRun } from './light-trial';
import { LightShard } from './light-shard';
import type { LightBoard } from './light-board';

/** What the pre-flight takes, by the device's clock. */
const PREFLIGHT_US = 2_000_000;

/** An operation that is refused, as the agent would say it. */
export class LightRefusal extends Error {
  constructor(readonly error: AgentError) {
    super(error.message);
  }
}

export interface LightDeviceOptions {
  serial: string;
  timeScale: number;
  /** How much faster than real time its clock runs while nothing is executed; else as ever. */
  idleTimeScale?: number;
  /** A pre-flight finds the board so long after its last shard at least, by its clock: it has cooled. */
  restS?: number;
  onRun: OnLightRun;
  /** A shard began or ended. */
  onShard: (shardId: string, change: 'started' | 'ended') => void;
}

/** What of a light twin outlives its connections: clock, fences, shards with their spools, the executor. */
export class LightDevice {
  readonly shards = new Map<string, LightShard>();
  heardAtMs = performance.now();
  private readonly fences = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** A moment of the host's clock, and what the device's clock showed then. */
  private epoch: { atMs: number; showsUs: number };
  private newestFence = 0;
  private executing: LightShard | null = null;
  private executed: Promise<void> = Promise.resolve();
  private isProbed = false;
  private isProbing = false;
  private restedUs = 0;

  constructor(
    private readonly light: LightBoard,
    readonly options: LightDeviceOptions,
  ) {
    this.epoch = { atMs: performance.now(), showsUs: light.board.nowUs };
  }

  get executor(): LightShard | null {
    return this.executing;
  }

  /**
   * What its clock shows. While a shard is executed it waits where the board has got to: however long the host takes to compute, the
   * board rests between two trials no longer than it is to.
   */
  nowUs(): number {
    const { atMs, showsUs } = this.epoch;
    const us = showsUs + (performance.now() - atMs) * 1000 * this.pace;
    const reachedUs = this.light.board.nowUs;
    if (!this.executing || us <= reachedUs) return us;
    this.setClock(reachedUs);
    return reachedUs;
  }

  /** From now on its clock runs this much faster than real time; a sleep in hand ends when it was to. */
  setTimeScale(timeScale: number): void {
    this.setClock(this.nowUs());
    this.options.timeScale = timeScale;
  }

  /** Calls `changed` when a shard has new records or new progress, until the returned function is called. */
  listen(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  facts(): Facts {
    if (!this.executing) this.light.idleUntil(this.nowUs());
    return lightFacts(this.light, { ...this.options, probed: this.isProbed });
  }

  async preflight(): Promise<PreflightEvidence> {
    if (this.executing) throw refusal('executor_alive', 'a shard is being executed', 'device', true);
    this.setClock(Math.max(this.nowUs(), this.restedUs));
    this.light.idleUntil(this.nowUs());
    const evidence = lightPreflight(this.light, this.options);
    this.setClock(this.nowUs());
    this.isProbed = this.isProbing = true;
    const untilUs = this.nowUs() + PREFLIGHT_US;
    await this.sleepUntil(untilUs, new AbortController().signal);
    // The host's timer is late by more than the board takes.
    this.setClock(untilUs);
    this.isProbing = false;
    return evidence;
  }

  /** Starts a shard, or adopts it. One that is being executed under an older fence is ended first. */
  async start(request: unknown): Promise<{ state: 'started' | 'adopted' | 'finished'; lastSeq: number }> {
    const spec = shardSpec.parse(request);
    const { shardId, fence, afterSeq } = spec;
    if (fence < this.newestFence) throw staleFence(fence, `this device was started under ${this.newestFence}`);
    this.requireFence(shardId, fence);
    this.newestFence = fence;
    const known = this.shards.get(shardId);
    if (known?.spool.ended) return { state: 'finished', lastSeq: known.spool.lastSeq };
    if (known && known === this.executing) return { state: 'adopted', lastSeq: known.spool.lastSeq };
    this.executing?.cancel('superseded');
    await this.executed;
    this.launch(spec);
    return { state: 'started', lastSeq: afterSeq };
  }

  requireFence(shardId: string, fence: number): void {
    const known = this.fences.get(shardId) ?? 0;
    if (fence < known) throw staleFence(fence, `shard ${shardId} is held under ${known}`);
    this.fences.set(shardId, fence);
  }

  ack(shardId: string, seq: number): number {
    const shard = this.shards.get(shardId);
    if (!shard) return 0;
    const remaining = shard.spool.ack(seq);
    if (shard.spool.ended && remaining === 0) {
      this.shards.delete(shardId);
      this.fences.delete(shardId);
    }
    return remaining;
  }

  /** Everything on it ends without a word. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.listeners.clear();
  }

  private launch(spec: ShardSpec): void {
    const { onShard, onRun } = this.options;
    const shard = new LightShard(spec, {
      light: this.light,
      nowUs: () => this.nowUs(),
      sleepUntil: (untilUs, ended) => this.sleepUntil(untilUs, ended),
      heardAtMs: () => this.heardAtMs,
      changed: () => this.listeners.forEach((changed) => changed()),
      onRun,
    });
    this.shards.set(spec.shardId, shard);
    this.light.idleUntil(this.nowUs());
    this.setClock(this.light.board.nowUs);
    this.executing = shard;
    onShard(spec.shardId, 'started');
    this.executed = shard.execute().then(() => {
      this.setClock(this.light.board.nowUs);
      this.restedUs = this.light.board.nowUs + (this.options.restS ?? 0) * 1e6;
      this.executing = null;
      onShard(spec.shardId, 'ended');
    });
  }

  private get pace(): number {
    const { timeScale, idleTimeScale = timeScale } = this.options;
    return this.executing || this.isProbing ? timeScale : idleTimeScale;
  }

  private setClock(showsUs: number): void {
    this.epoch = { atMs: performance.now(), showsUs };
  }

  private sleepUntil(untilUs: number, ended: AbortSignal): Promise<void> {
    const ms = (untilUs - this.nowUs()) / 1000 / this.pace;
    if (ms <= 0 || ended.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.timers.delete(timer);
        ended.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.timers.add(timer);
      ended.addEventListener('abort', done);
    });
  }
}

function refusal(code: string, message: string, origin: AgentError['origin'], transient: boolean): LightRefusal {
  return new LightRefusal({ code, message, origin, transient });
}

function staleFence(fence: number, why: string): LightRefusal {
  return refusal('stale_fence', `fence ${fence} is outdated: ${why}`, 'controller', false);
}
