/** What of a shard and its device tells whether a pre-flight is due. */
export interface StartingShard {
  campaignId: string;
  trials: readonly unknown[];
  durable: { lastSeq: number };
  device: { health: string; preflightAt: Date | null; preflightFor: string | null };
}

const MAX_AGE_MS = 24 * 3_600_000;

/**
 * Whether a device has to pass a pre-flight before the shard's first trial: before a campaign, after any fault of the
 * infrastructure, and once a day. Never in the middle of a shard: its device may be measuring.
 */
export function needsCheck({ campaignId, trials, durable, device }: StartingShard, now: Date): boolean {
  if (trials.length === 0 || durable.lastSeq > 0) return false;
  const ageMs = device.preflightAt === null ? Infinity : now.getTime() - device.preflightAt.getTime();
  return device.health !== 'good' || device.preflightFor !== campaignId || ageMs > MAX_AGE_MS;
}
