import { DEVICE_CLASSES } from '@joulefleet/core';
import { generateKeyPair, LightTwin } from '../../apps/twin/src';
import type { ControllerProcess } from '../hygiene/controller-process';

/** So many are enrolled at once. */
const ENROLLING = 20;

/** Light twins of all classes in turn, in this process, with a log of the shards that began and ended on them. */
export class LightFleet {
  /** When each shard began and ended on its device, as ms of the wall clock. */
  readonly startedAtMs = new Map<string, number>();
  readonly endedAtMs = new Map<string, number>();
  /** Inference windows so far. */
  windows = 0;
  private readonly keyPair = generateKeyPair('bench');
  private readonly twins: LightTwin[];

  constructor(count: number, seed: number, timeScale: number) {
    this.twins = Array.from({ length: count }, (_, i) => {
      const deviceClass = DEVICE_CLASSES[i % DEVICE_CLASSES.length]!;
      const authorizedKeys = [this.keyPair.publicKey];
      const onShard = (shardId: string, change: 'started' | 'ended'): void => {
        (change === 'started' ? this.startedAtMs : this.endedAtMs).set(shardId, Date.now());
      };
      return new LightTwin({ name: `light-${i}`, deviceClass, authorizedKeys, timeScale, seed: seed + i, onShard });
    });
  }

  async start(): Promise<void> {
    for (const twin of this.twins) await twin.start();
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
        const { name, host, port, user, fingerprint } = twin;
        await controller.call('POST', '/v1/devices', { name, host, port, user, fingerprint, identity });
      }
    };
    await Promise.all(Array.from({ length: ENROLLING }, enrollSome));
  }

  setTimeScale(timeScale: number): void {
    for (const twin of this.twins) twin.setTimeScale(timeScale);
  }

  async stop(): Promise<void> {
    await Promise.all(this.twins.map((twin) => twin.stop()));
  }
}
