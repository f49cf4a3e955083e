import { readStopStates, type Database, type StopState } from '@joulefleet/store';

/** Whether anything has to end is looked up this often, however the connections to the devices are. */
const POLL_INTERVAL_MS = 1_000;

/** A shard that has to end when its campaign or its device is to. */
export interface WatchedShard {
  readonly work: { campaignId: string; deviceId: string };
  /** What its campaign and its device are now. */
  take(state: StopState): void;
}

/** Looks up together, for all shards that are executed here, how they are to be ended. */
export class StopStates {
  private readonly shards = new Set<WatchedShard>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  add(shard: WatchedShard): void {
    this.shards.add(shard);
    this.timer ??= setInterval(() => void this.look([...this.shards]).catch(() => undefined), POLL_INTERVAL_MS);
  }

  remove(shard: WatchedShard): void {
    this.shards.delete(shard);
    if (this.shards.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async look(shards: readonly WatchedShard[]): Promise<void> {
    const states = await readStopStates(
      this.database,
      shards.map(({ work }) => work),
    );
    shards.forEach((shard, i) => shard.take(states[i]!));
  }
}
