import type { LanesView, LaneTrials } from '@joulefleet/contracts';

/** What one thing in a lane was, in words and in ms since the epoch. */
export interface LaneRow {
  key: string;
  device: string;
  fromMs: number;
  /** Null: it lasts. */
  toMs: number | null;
  what: string;
  trialId: string | null;
}

/** All that is drawn, device by device in the order of time: for a table. */
export function laneRows({ from, lanes, pauses }: LanesView): LaneRow[] {
  const zeroMs = Date.parse(from);
  const row = (device: string, startMs: number, endMs: number | null, what: string, trialId: string | null = null) => ({
    ...{ key: `${device} ${startMs} ${what}`, device, fromMs: zeroMs + startMs },
    ...{ toMs: endMs === null ? null : zeroMs + endMs, what, trialId },
  });
  const paused = pauses.map(({ startMs, endMs, by }) => row('all', startMs, endMs, `paused by ${by}`));
  const ofDevices = lanes.flatMap(({ device, trials, conditions }) =>
    [
      ...trials.map((each) => row(device, each.startMs, each.endMs, describeTrials(each), each.trialId)),
      ...conditions.map(({ startMs, endMs, availability, message }) =>
        row(device, startMs, endMs, message.startsWith(availability) ? message : `${availability}: ${message}`),
      ),
    ].sort((a, b) => a.fromMs - b.fromMs),
  );
  return [...paused, ...ofDevices];
}

/** `3 accepted, 1 rejected`; of a single attempt what became of it. */
export function describeTrials({ accepted, rejected, failed, other }: LaneTrials): string {
  const counts = [
    [accepted, 'accepted'],
    [rejected, 'rejected'],
    [failed, 'failed'],
    [other, 'without a verdict'],
  ] as const;
  const known = counts.filter(([count]) => count > 0);
  const isOne = accepted + rejected + failed + other === 1;
  return `${isOne ? 'trial ' : 'trials: '}${known.map(([count, what]) => (isOne ? what : `${count} ${what}`)).join(', ')}`;
}
