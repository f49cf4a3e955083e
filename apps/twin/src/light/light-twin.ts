import type { DeviceClass } from '@joulefleet/core';
import { serveOverSsh } from '../served/serve-over-ssh';
import { fingerprintOf, generateKeyPair, type KeyPair } from '../ssh/key-pair';
import type { SshServer } from '../ssh/ssh-server';
import { serialOf } from '../tree/serial-of';
import { TWIN_USER } from '../twin';
import type { DeviceInjection } from './injection';
import { LightBoard } from './light-board';
import { LightDevice } from './light-device';
import type { OnLightRun } from './light-trial';

export interface LightTwinOptions {
  name: string;
  deviceClass: DeviceClass;
  /** OpenSSH public keys that may log in. */
  authorizedKeys: readonly string[];
  /** How much faster than real time its clock runs: a shard of five minutes lasts 300 / timeScale seconds. */
  timeScale: number;
  /** The same between shards; as while it works unless given. */
  idleTimeScale?: number;
  /** How long the board has rested, by its clock, when it is checked before a campaign. */
  restS?: number;
  seed: number;
  /** What is different about it, asked for at the start of each shard. */
  injected?: () => DeviceInjection;
  /** A shard began or ended on it. */
  onShard?: (shardId: string, change: 'started' | 'ended') => void;
  onRun?: OnLightRun;
}

/**
 * A twin without processes and files: a real SSH server that speaks the agent's protocol itself, over the same simulated board as
 * `Twin`. Hundreds of them fit into one process. What it measures is computed when a trial begins, and reported when the trial is over
 * by the device's clock.
 */
export class LightTwin {
  readonly host = '127.0.0.1';
  readonly user = TWIN_USER;
  /** Known once started. */
  port = 0;
  readonly fingerprint: string;
  private readonly device: LightDevice;
  private readonly ssh: SshServer;

  constructor(
    readonly options: LightTwinOptions,
    hostKey: KeyPair = generateKeyPair(options.name),
  ) {
    const { name, deviceClass, seed, timeScale, idleTimeScale, restS, injected } = options;
    const { onRun = nothing, onShard = nothing } = options;
    const light = new LightBoard(deviceClass, `${seed}|${name}|1`);
    const pace = {
      timeScale,
      ...(idleTimeScale && { idleTimeScale }),
      ...(restS && { restS }),
      ...(injected && { injected }),
    };
    this.device = new LightDevice(light, { serial: serialOf(name, seed), ...pace, onRun, onShard });
    this.fingerprint = fingerprintOf(hostKey);
    this.ssh = serveOverSsh(this.device, hostKey, options.authorizedKeys);
  }

  get name(): string {
    return this.options.name;
  }

  get deviceClass(): DeviceClass {
    return this.options.deviceClass;
  }

  async start(): Promise<void> {
    this.port = await this.ssh.start(0);
  }

  async stop(): Promise<void> {
    this.device.stop();
    await this.ssh.stop();
  }

  /** From now on its clock runs this much faster than real time. */
  setTimeScale(timeScale: number): void {
    this.device.setTimeScale(timeScale);
  }

  /** Every connection is cut; a shard goes on. */
  cutConnections(): void {
    this.ssh.cutConnections();
  }
}

function nothing(): void {
  return undefined;
}
