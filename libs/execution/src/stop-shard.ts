import {
  Fault,
  MAX_TRIAL_S,
  NO_STOP_DUE,
  planStop,
  stopReason,
  type ShardStop,
  type StopLimits,
} from '@joulefleet/core';
import type { AgentSession } from '@joulefleet/remote';
import type { BegunShard, StopState } from '@joulefleet/store';
import type { StopStates, WatchedShard } from './stop-states';

/** An agent ends the processes of a trial and restores within seconds; on a busy device it gets more. */
const RESTORE_LIMIT_MS = 180_000;

export const STOP_LIMITS: StopLimits = {
  pauseMs: MAX_TRIAL_S * 1_000 + RESTORE_LIMIT_MS,
  cancelMs: RESTORE_LIMIT_MS,
};

/**
 * Ends a shard whose campaign is paused or cancelled, or whose device is to go into quarantine. The shard's end comes as a
 * record, like any other; when it does not come in time, `overdue` is aborted with a fault of the device. One stopper lives as
 * long as its shard is executed here, over all connections.
 */
export class ShardStopper implements WatchedShard {
  private readonly givenUp = new AbortController();
  private due = NO_STOP_DUE;
  private found: ShardStop | null = null;

  constructor(
    private readonly states: StopStates,
    private readonly shard: Pick<BegunShard, 'campaignId' | 'device'>,
    private readonly limits: StopLimits,
  ) {
    states.add(this);
  }

  get work(): WatchedShard['work'] {
    return { campaignId: this.shard.campaignId, deviceId: this.shard.device.id };
  }

  /** Aborted when the agent did not end the shard in time. */
  get overdue(): AbortSignal {
    return this.givenUp.signal;
  }

  /** What was found last, a second ago at most; null: it goes on. */
  get latest(): ShardStop | null {
    return this.found;
  }

  /** Looks up how the shard is to be ended now; null: it goes on. */
  async next(): Promise<ShardStop | null> {
    await this.states.look([this]);
    return this.found;
  }

  take({ campaign, isExitPending }: StopState): void {
    const reason = stopReason(campaign, isExitPending);
    const { step, due } = planStop(reason, this.due, performance.now(), this.limits);
    this.due = due;
    if (step === 'give_up') this.givenUp.abort(notStopping(this.shard));
    if (step === 'none') this.found = null;
    else this.found = step === 'give_up' ? 'cancel' : step;
  }

  close(): void {
    this.states.remove(this);
  }
}

/** Asks the agent for each stop once over its connection. */
export class StopRequests {
  private requested: ShardStop | null = null;

  constructor(
    private readonly session: Pick<AgentSession, 'pause' | 'cancel'>,
    private readonly shard: Pick<BegunShard, 'shardId' | 'fence'>,
  ) {}

  async send(stop: ShardStop | null): Promise<void> {
    if (stop === null || stop === this.requested) return;
    await this.session[stop](this.shard.shardId, this.shard.fence);
    this.requested = stop;
  }
}

function notStopping({ device }: Pick<BegunShard, 'device'>): Fault {
  return new Fault(`${device.name}: its agent did not stop the shard in time`, {
    code: 'shard_not_stopping',
    origin: 'device',
    transient: false,
    where: device.name,
    remedy: 'Look for a hanging workload on the device, then have it checked.',
  });
}
