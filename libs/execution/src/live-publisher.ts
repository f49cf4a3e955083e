import type { AgentLive } from '@joulefleet/contracts';
import type { LiveReadings } from '@joulefleet/queue';
import type { BegunShard } from '@joulefleet/store';

/** An agent sends one a second at most; of one that sends more, some are left out. */
const MIN_INTERVAL_MS = 500;

/** Publishes what the device of a shard measures now. */
export function livePublisher(
  live: Pick<LiveReadings, 'publish'>,
  { campaignId, device }: Pick<BegunShard, 'campaignId'> & { device: { name: string; simulated: boolean } },
  nowMs: () => number = () => performance.now(),
): (measure: AgentLive) => void {
  let sentMs = -Infinity;
  return (measure) => {
    if (nowMs() - sentMs < MIN_INTERVAL_MS) return;
    sentMs = nowMs();
    live.publish({ ...measure, campaignId, device: device.name, simulated: device.simulated });
  };
}
