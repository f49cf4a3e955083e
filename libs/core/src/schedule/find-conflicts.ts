/** A device of a plan, and when it would be done with it. */
export interface BusyDevice {
  readonly device: string;
  readonly untilMs: number;
}

/** What is planned for devices: a maintenance window, or a night of a schedule. */
export interface PlannedUse {
  readonly kind: 'maintenance' | 'night';
  /** Reason of a window, name of a schedule; null: not for the reader. */
  readonly name: string | null;
  /** Of the campaigns of a schedule; null: a window. */
  readonly priority: number | null;
  readonly devices: readonly string[];
  readonly startMs: number;
  /** Null: when the night has measured everything. */
  readonly endMs: number | null;
}

export type Conflict = Omit<PlannedUse, 'devices'> & { readonly device: string };

/** What is planned for a device before it would be done, the earliest first, at most `limit`. */
export function findConflicts(
  devices: readonly BusyDevice[],
  uses: readonly PlannedUse[],
  { nowMs, limit }: { nowMs: number; limit: number },
): Conflict[] {
  const busy = new Map(devices.map(({ device, untilMs }) => [device, untilMs]));
  const found = uses.flatMap(({ devices: used, ...use }) => {
    if (use.endMs !== null && use.endMs <= nowMs) return [];
    return used.filter((device) => use.startMs < (busy.get(device) ?? -Infinity)).map((device) => ({ device, ...use }));
  });
  return found.sort((a, b) => a.startMs - b.startMs || (a.device < b.device ? -1 : 1)).slice(0, limit);
}
