import type { Facts, PreflightEvidence, ShardSpec } from '@joulefleet/contracts';
import type { ServedDevice, ServedIdentity } from '../served/served-device';
import { ShardTable } from '../served/shard-table';
import { wallUs } from '../served/wall-us';
import { RecordedShard, type FindRecorded } from './recorded-shard';
import type { Recording } from './recording';

/** A machine that is not here: it says what it said when it was recorded, and its shards are replayed. */
export class RecordedDevice implements ServedDevice {
  heardAtMs = performance.now();
  private readonly listeners = new Set<() => void>();
  readonly table = new ShardTable((spec) => this.launch(spec));

  /** `onShard` hears of each shard before it is replayed; `find` looks for what was recorded of a trial. */
  constructor(
    private readonly recording: Recording,
    private readonly find: FindRecorded,
    private readonly onShard: (spec: ShardSpec) => void = () => undefined,
  ) {}

  identity(): ServedIdentity {
    const { python, simulated, serial } = this.facts();
    return { python, simulated, serial: serial ?? '' };
  }

  nowUs(): number {
    return Math.round(performance.now() * 1000);
  }

  listen(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  facts(): Facts {
    return this.recording.machine.facts;
  }

  preflight(): Promise<PreflightEvidence> {
    const { preflight } = this.recording.machine;
    return Promise.resolve({ ...preflight, wallUs: wallUs(), monotonicUs: this.nowUs() });
  }

  private launch(spec: ShardSpec): { shard: RecordedShard; executed: Promise<void>; ended: () => void } {
    const changed = (): void => this.listeners.forEach((listener) => listener());
    const shard = new RecordedShard(spec, this.find, () => this.nowUs(), changed);
    this.onShard(spec);
    return { shard, executed: shard.execute(), ended: () => undefined };
  }
}
