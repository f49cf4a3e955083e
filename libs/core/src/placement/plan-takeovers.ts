import type { Availability } from '../condition/device-states';

/** A device of a campaign whose cells are shared out. */
export interface TakeoverDevice {
  deviceId: string;
  deviceClass: string;
  availability: Availability;
  /** When it came into its state, in milliseconds since the epoch. */
  sinceMs: number;
  /** A maintenance window has begun. */
  inMaintenance: boolean;
  /** Its trials of the campaign. */
  pending: number;
  assigned: number;
  /** Cells of which nothing was tried there, at most. */
  untried: number;
  /** What a trial takes there; null: nobody knows yet. */
  trialMs: number | null;
}

export interface TakeoverCampaign {
  campaignId: string;
  /** Trials of a cell. */
  repetitions: number;
  devices: readonly TakeoverDevice[];
}

/** A device that takes cells, and what it has left. */
export interface TakeoverTarget {
  deviceId: string;
  remainingMs: number;
  cellMs: number;
}

export type TakeoverCause = 'retired' | 'quarantined' | 'maintenance' | 'offline' | 'behind';

/** Other devices of the class take cells over from one. */
export interface Takeover {
  campaignId: string;
  fromDeviceId: string;
  cause: TakeoverCause;
  /** `untried`: cells of which nothing was tried. `all`: also those that are begun; they start again elsewhere. */
  cells: 'untried' | 'all';
  /** Null: as many as there are. */
  maxCells: number | null;
  to: readonly TakeoverTarget[];
}

/** A device that does not answer comes back by itself as a rule: its cells stay for so long, those that are begun for longer. */
const OFFLINE_MS = { untried: 60_000, all: 600_000 };
/** Two devices that differ by less are left alone: about a shard, or a twentieth of what is left. */
const MIN_EXCESS_MS = 300_000;
const MIN_EXCESS = 0.05;

const WORKING: ReadonlySet<Availability> = new Set(['ready', 'leased', 'cooling']);

/**
 * Which devices give cells of a campaign to others of their class. Cells of which nothing was tried leave a device that cannot work at
 * once, and one that has more time left than the others as far as that evens them out. Cells that are begun stay with their device, so
 * that all repetitions of a cell are measured on one: they start again elsewhere when the device was retired, or when it is away and
 * another one has nothing else to do. An offline device gets a while to come back. Pure: permuted input gives the same takeovers, and it takes as long as
 * there are devices.
 */
export function planTakeovers(campaign: TakeoverCampaign, nowMs: number): Takeover[] {
  const classes = new Map<string, TakeoverDevice[]>();
  for (const device of [...campaign.devices].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1))) {
    const known = classes.get(device.deviceClass);
    if (known) known.push(device);
    else classes.set(device.deviceClass, [device]);
  }
  return [...classes.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, devices]) => takeoversOfClass(campaign, devices, nowMs));
}

function takeoversOfClass(
  { campaignId, repetitions }: TakeoverCampaign,
  devices: readonly TakeoverDevice[],
  nowMs: number,
): Takeover[] {
  const working = devices.filter(canWork);
  const targets = targetsOf(working, devices, repetitions);
  if (targets.length === 0) return [];
  const isIdle = working.some(({ pending, assigned }) => pending + assigned === 0);
  const away = devices.filter((device) => !canWork(device) && device.pending > 0);
  const from = away.flatMap((device): Takeover[] => {
    const cells = cellsOfAway(device, isIdle, nowMs);
    const cause = causeOf(device);
    return cells ? [{ campaignId, fromDeviceId: device.deviceId, cause, cells, maxCells: null, to: targets }] : [];
  });
  if (from.length > 0) return from;
  const behind = mostBehind(working, targets, isIdle);
  if (!behind) return [];
  const { fromDeviceId, maxCells } = behind;
  const to = targets.filter(({ deviceId }) => deviceId !== fromDeviceId);
  return [{ campaignId, fromDeviceId, cause: 'behind', cells: 'untried', maxCells, to }];
}

function canWork({ availability, inMaintenance }: TakeoverDevice): boolean {
  return WORKING.has(availability) && !inMaintenance;
}

function causeOf({ availability }: TakeoverDevice): TakeoverCause {
  return availability === 'retired' || availability === 'quarantined' || availability === 'offline'
    ? availability
    : 'maintenance';
}

/** What others take over from a device that cannot work; null: nothing yet. */
function cellsOfAway(
  { availability, sinceMs, untried }: TakeoverDevice,
  isIdle: boolean,
  nowMs: number,
): Takeover['cells'] | null {
  if (availability === 'retired') return 'all';
  const awayMs = availability === 'offline' ? nowMs - sinceMs : Infinity;
  if (isIdle && !WORKING.has(availability) && awayMs >= OFFLINE_MS.all) return 'all';
  return untried > 0 && awayMs >= OFFLINE_MS.untried ? 'untried' : null;
}

/** What each working device has left, by what a trial took there, else on the others of its class. */
function targetsOf(
  working: readonly TakeoverDevice[],
  ofClass: readonly TakeoverDevice[],
  repetitions: number,
): TakeoverTarget[] {
  const known = ofClass.flatMap(({ trialMs }) => trialMs ?? []);
  const mean = known.length > 0 ? known.reduce((sum, ms) => sum + ms, 0) / known.length : 1;
  return working.map(({ deviceId, pending, assigned, trialMs }) => {
    const ms = trialMs ?? mean;
    return { deviceId, remainingMs: (pending + assigned) * ms, cellMs: repetitions * ms };
  });
}

/** The device that will be done last, if it has cells to give away, and how many even it out with the others. */
function mostBehind(
  working: readonly TakeoverDevice[],
  targets: readonly TakeoverTarget[],
  isIdle: boolean,
): { fromDeviceId: string; maxCells: number } | null {
  const level = targets.reduce((sum, { remainingMs }) => sum + remainingMs, 0) / targets.length;
  const untried = new Map(working.map((device) => [device.deviceId, device.untried]));
  const givers = targets.filter(({ deviceId }) => untried.get(deviceId)! > 0);
  const [last] = [...givers].sort((a, b) => b.remainingMs - a.remainingMs || (a.deviceId < b.deviceId ? -1 : 1));
  if (!last) return null;
  const excessMs = last.remainingMs - level;
  const maxCells = Math.min(untried.get(last.deviceId)!, Math.floor(excessMs / last.cellMs));
  const isWorth = isIdle || excessMs > Math.max(MIN_EXCESS_MS, MIN_EXCESS * level);
  return maxCells >= 1 && isWorth ? { fromDeviceId: last.deviceId, maxCells } : null;
}

/** A cell that is to be taken over, with the devices that can. */
export interface MovableCell {
  cellId: string;
  cellKey: string;
  devices: readonly string[];
}

/**
 * Which device takes which cell: the one that is done first with it. Pure: permuted input gives the same answer. A cell that none of
 * the targets can take is left out.
 */
export function assignCells<C extends MovableCell>(
  cells: readonly C[],
  targets: readonly TakeoverTarget[],
): Map<string, C[]> {
  const left = targets.map((target) => ({ ...target })).sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
  const taken = new Map<string, C[]>();
  for (const cell of [...cells].sort((a, b) => (a.cellKey < b.cellKey ? -1 : 1))) {
    const able = left.filter(({ deviceId }) => cell.devices.includes(deviceId));
    const [first, ...others] = able;
    if (!first) continue;
    const endOf = ({ remainingMs, cellMs }: TakeoverTarget): number => remainingMs + cellMs;
    const next = others.reduce((best, each) => (endOf(each) < endOf(best) ? each : best), first);
    next.remainingMs += next.cellMs;
    const own = taken.get(next.deviceId);
    if (own) own.push(cell);
    else taken.set(next.deviceId, [cell]);
  }
  return taken;
}
