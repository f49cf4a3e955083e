import type { Facts, PreflightEvidence, ShardSpec } from '@joulefleet/contracts';
import { refusal } from '../served/refusal';
import type { ServedDevice, ServedIdentity } from '../served/served-device';
import { ShardTable } from '../served/shard-table';
import { lightFacts } from './light-facts';
import { lightPreflight } from './light-preflight';
import type { DeviceInjection } from './injection';
import type { OnLightRun } from './light-trial';
import { LightShard } from './light-shard';
import type { LightBoard } from './light-board';

/** What the pre-flight takes, by the device's clock. */
const PREFLIGHT_US = 2_000_000;

/** No Python runs here; this is that of JetPack 4. */
const PYTHON = '3.6.9';

export interface LightDeviceOptions {
  serial: string;
  timeScale: number;
  /** How much faster than real time its clock runs while nothing is executed; else as ever. */
  idleTimeScale?: number;
  /** A pre-flight finds the board so long after its last shard at least, by its clock: it has cooled. */
  restS?: number;
  /** What is different about it, asked for at the start of each shard. */
  injected?: () => DeviceInjection;
  onRun: OnLightRun;
  /** A shard began or ended. */
  onShard: (shardId: string, change: 'started' | 'ended') => void;
}

/** What of a light twin outlives its connections: clock, fences, shards with their spools, the executor. */
export class LightDevice implements ServedDevice {
  heardAtMs = performance.now();
  readonly table = new ShardTable((spec) => this.launch(spec));
  private readonly listeners = new Set<() => void>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** A moment of the host's clock, and what the device's clock showed then. */
  private epoch: { atMs: number; showsUs: number };
  private isProbed = false;
  private isProbing = false;
  private restedUs = 0;

  constructor(
    private readonly light: LightBoard,
    readonly options: LightDeviceOptions,
  ) {
    this.epoch = { atMs: performance.now(), showsUs: light.board.nowUs };
  }

  identity(): ServedIdentity {
    return { python: PYTHON, simulated: true, serial: this.options.serial };
  }

  /**
   * What its clock shows. While a shard is executed it waits where the board has got to: however long the host takes to compute, the
   * board rests between two trials no longer than it is to.
   */
  nowUs(): number {
    const { atMs, showsUs } = this.epoch;
    const us = showsUs + (performance.now() - atMs) * 1000 * this.pace;
    const reachedUs = this.light.board.nowUs;
    if (!this.table.executor || us <= reachedUs) return us;
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
    if (!this.table.executor) this.light.idleUntil(this.nowUs());
    return lightFacts(this.light, { ...this.options, probed: this.isProbed });
  }

  async preflight(): Promise<PreflightEvidence> {
    if (this.table.executor) throw refusal('executor_alive', 'a shard is being executed', 'device', true);
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

  /** Everything on it ends without a word. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.listeners.clear();
  }

  private launch(spec: ShardSpec): { shard: LightShard; executed: Promise<void>; ended: () => void } {
    const { onShard, onRun, injected } = this.options;
    if (injected) this.light.inject(injected());
    const shard = new LightShard(spec, {
      light: this.light,
      nowUs: () => this.nowUs(),
      sleepUntil: (untilUs, ended) => this.sleepUntil(untilUs, ended),
      heardAtMs: () => this.heardAtMs,
      changed: () => this.listeners.forEach((changed) => changed()),
      onRun,
    });
    this.light.idleUntil(this.nowUs());
    this.setClock(this.light.board.nowUs);
    onShard(spec.shardId, 'started');
    const ended = (): void => {
      this.setClock(this.light.board.nowUs);
      this.restedUs = this.light.board.nowUs + (this.options.restS ?? 0) * 1e6;
      onShard(spec.shardId, 'ended');
    };
    return { shard, executed: shard.execute(), ended };
  }

  private get pace(): number {
    const { timeScale, idleTimeScale = timeScale } = this.options;
    return this.table.executor || this.isProbing ? timeScale : idleTimeScale;
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
