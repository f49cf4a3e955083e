import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrialSpec } from '@joulefleet/contracts';
import { serveOverSsh } from '../served/serve-over-ssh';
import { fingerprintOf, generateKeyPair } from '../ssh/key-pair';
import type { SshServer } from '../ssh/ssh-server';
import { TWIN_USER } from '../twin';
import { RecordedDevice } from './recorded-device';
import type { RecordedTrial } from './recording';
import { Recording } from './recording';

const POLL_MS = 500;

export interface RecordedTwinOptions {
  name: string;
  /** The recording: see `Recording`. */
  dir: string;
  authorizedKeys: readonly string[];
  /**
   * What is asked for and was not recorded: `fault` ends the shard; `wait` leaves the shard in `DIR/wanted/SHARD.json` for whoever
   * executes it elsewhere, and waits until its recording lies in `DIR/shards`.
   */
  missing: 'fault' | 'wait';
}

/** A recorded machine behind a real SSH server: the controller deals with it as with the machine itself. */
export class RecordedTwin {
  readonly host = '127.0.0.1';
  readonly user = TWIN_USER;
  /** Known once started. */
  port = 0;
  readonly fingerprint: string;
  private readonly recording: Recording;
  private readonly ssh: SshServer;

  constructor(private readonly options: RecordedTwinOptions) {
    const { name, dir, authorizedKeys, missing } = options;
    this.recording = new Recording(dir);
    const device = new RecordedDevice(
      this.recording,
      (spec, cancelled) => this.find(spec, cancelled),
      (shard) => missing === 'wait' && this.want(shard),
    );
    const hostKey = generateKeyPair(name);
    this.fingerprint = fingerprintOf(hostKey);
    this.ssh = serveOverSsh(device, hostKey, authorizedKeys);
  }

  get name(): string {
    return this.options.name;
  }

  async start(): Promise<void> {
    this.port = await this.ssh.start(0);
  }

  async stop(): Promise<void> {
    await this.ssh.stop();
  }

  private async find(spec: TrialSpec, cancelled: AbortSignal): Promise<RecordedTrial | null> {
    for (;;) {
      const found = this.recording.take(spec);
      if (found ?? this.options.missing === 'fault') return found ?? null;
      if (cancelled.aborted) return null;
      await sleep(POLL_MS, undefined, { signal: cancelled }).catch(() => undefined);
      this.recording.readNew();
    }
  }

  private want(shard: { shardId: string }): void {
    const folder = join(this.options.dir, 'wanted');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${shard.shardId}.json`), `${JSON.stringify(shard)}\n`);
  }
}
