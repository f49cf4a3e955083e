import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DEVICE_CLASSES } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';
import { generateKeyPair } from '../../apps/twin/src';
import type { ControllerProcess } from '../hygiene/controller-process';
import type { FromThread, ReachableTwin, ThreadTwins, ToThread } from './light-thread';

/** So many are enrolled at once. */
const ENROLLING = 20;
/** A twin computes a trial in one piece: of these, it holds up only those of its own thread, and none that is a board of its own. */
const THREADS = 8;
const MAIN = join(packageRoot(), 'dist', 'bench', 'dispatch', 'light-thread.js');

/** Light twins of all classes in turn, in threads of this process, with a log of the shards that began and ended on them. */
export class LightFleet {
  /** When each shard began and ended on its device, as ms of the wall clock. */
  readonly startedAtMs = new Map<string, number>();
  readonly endedAtMs = new Map<string, number>();
  private readonly keyPair = generateKeyPair('bench');
  private readonly threads: Worker[] = [];
  private readonly twins: ReachableTwin[] = [];

  constructor(
    private readonly count: number,
    private readonly seed: number,
    private readonly timeScale: number,
  ) {}

  async start(): Promise<void> {
    for (let thread = 0; thread < THREADS; thread++) await this.startThread(thread);
  }

  private async startThread(thread: number): Promise<void> {
    const places = Array.from({ length: this.count }, (_, i) => i).filter((i) => i % THREADS === thread);
    const twins = places.map((i) => ({
      ...{ name: `light-${i}`, deviceClass: DEVICE_CLASSES[i % DEVICE_CLASSES.length]!, seed: this.seed + i },
    }));
    const { publicKey: authorizedKey } = this.keyPair;
    const workerData: ThreadTwins = { authorizedKey, timeScale: this.timeScale, twins };
    const worker = new Worker(MAIN, { workerData });
    this.threads.push(worker);
    const [ready] = (await once(worker, 'message')) as [FromThread];
    if (ready.kind === 'ready') this.twins.push(...ready.twins);
    worker.on('message', (message: FromThread) => this.take(message));
  }

  private take(message: FromThread): void {
    if (message.kind !== 'shard') return;
    const { shardId, change, atMs } = message;
    (change === 'started' ? this.startedAtMs : this.endedAtMs).set(shardId, atMs);
  }

  /** Enrolls all of them as a script of a user does. */
  async enroll(controller: ControllerProcess): Promise<void> {
    const { privateKey } = this.keyPair;
    const { fingerprint: identity } = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', {
      privateKey,
    });
    const waiting = [...this.twins];
    const enrollSome = async (): Promise<void> => {
      for (let twin = waiting.pop(); twin; twin = waiting.pop()) {
        await controller.call('POST', '/v1/devices', { ...twin, identity });
      }
    };
    await Promise.all(Array.from({ length: ENROLLING }, enrollSome));
  }

  setTimeScale(timeScale: number): void {
    for (const worker of this.threads) worker.postMessage({ timeScale } satisfies ToThread);
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((worker) => worker.terminate()));
  }
}
