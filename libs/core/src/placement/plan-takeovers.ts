import { appendTo, groupedBy } from '../comparison/group-by';
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
  /** What a giver that works has left itself: nobody takes a cell that would be done later elsewhere. Null: it cannot work. */
  giver: TakeoverTarget | null;
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
  const sorted = [...campaign.devices].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
  return [...groupedBy(sorted, ({ deviceClass }) => deviceClass)]
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
  const idle = targets.filter(({ remainingMs }) => remainingMs === 0);
  const away = devices.filter((device) => !canWork(device) && device.pending > 0);
  const behind = mostBehind(working, targets, idle.length > 0);
  return [
    ...away.flatMap((device) => takeoversOfAway(device, { targets, idle, repetitions, nowMs })),
    ...(behind ? [behind] : []),
  ].map((takeover) => ({ campaignId, ...takeover }));
}

function canWork({ availability, inMaintenance }: TakeoverDevice): boolean {
  return WORKING.has(availability) && !inMaintenance;
}

function causeOf({ availability }: TakeoverDevice): TakeoverCause {
  return availability === 'retired' || availability === 'quarantined' || availability === 'offline'
    ? availability
    : 'maintenance';
}

type ClassTakeover = Omit<Takeover, 'campaignId'>;

interface Takers {
  targets: readonly TakeoverTarget[];
  /** Those that have nothing left. */
  idle: readonly TakeoverTarget[];
  repetitions: number;
  nowMs: number;
}

/** What others take over from a device that cannot work: what was not tried first. */
function takeoversOfAway(device: TakeoverDevice, { targets, idle, repetitions, nowMs }: Takers): ClassTakeover[] {
  const { deviceId: fromDeviceId, availability, sinceMs, untried, pending } = device;
  const from = { fromDeviceId, cause: causeOf(device), giver: null };
  if (availability === 'retired') return [{ ...from, cells: 'all', maxCells: null, to: targets }];
  const awayMs = availability === 'offline' ? nowMs - sinceMs : Infinity;
  const takeovers: ClassTakeover[] = [];
  if (untried > 0 && awayMs >= OFFLINE_MS.untried) {
    takeovers.push({ ...from, cells: 'untried', maxCells: null, to: targets });
  }
  if (idle.length > 0 && !WORKING.has(availability) && awayMs >= OFFLINE_MS.all) {
    // Whoever is done takes a portion, the last ones a cell each: so all are done at about the same time.
    const portion = Math.ceil(pending / repetitions / targets.length / 2);
    takeovers.push({ ...from, cells: 'all', maxCells: portion * idle.length, to: idle });
  }
  return takeovers;
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

/** The device that will be done last gives cells away, if it has some: as many as even it out with the others. */
function mostBehind(
  working: readonly TakeoverDevice[],
  targets: readonly TakeoverTarget[],
  isIdle: boolean,
): ClassTakeover | null {
  const level = targets.reduce((sum, { remainingMs }) => sum + remainingMs, 0) / targets.length;
  const untried = new Map(working.map((device) => [device.deviceId, device.untried]));
  const givers = targets.filter(({ deviceId }) => untried.get(deviceId)! > 0);
  const [giver] = [...givers].sort((a, b) => b.remainingMs - a.remainingMs || (a.deviceId < b.deviceId ? -1 : 1));
  if (!giver) return null;
  const excessMs = giver.remainingMs - level;
  const maxCells = Math.min(untried.get(giver.deviceId)!, Math.floor(excessMs / giver.cellMs));
  const isWorth = isIdle || excessMs > Math.max(MIN_EXCESS_MS, MIN_EXCESS * level);
  if (maxCells < 1 || !isWorth) return null;
  const to = targets.filter(({ deviceId }) => deviceId !== giver.deviceId);
  return { fromDeviceId: giver.deviceId, cause: 'behind', cells: 'untried', maxCells, to, giver };
}

/** A cell that is to be taken over, with the devices that can. */
export interface MovableCell {
  cellId: string;
  cellKey: string;
  devices: readonly string[];
}

/**
 * Which device takes which cell: the one that is done first with it. Pure: permuted input gives the same answer. A cell that none of
 * the targets can take is left out, and so is one that the giver itself is done with earlier: no takeover makes the last device later.
 */
export function assignCells<C extends MovableCell>(
  cells: readonly C[],
  { to: targets, giver }: Pick<Takeover, 'to' | 'giver'>,
): Map<string, C[]> {
  const left = targets.map((target) => ({ ...target })).sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
  const taken = new Map<string, C[]>();
  let giverMs = giver?.remainingMs ?? Infinity;
  for (const cell of [...cells].sort((a, b) => (a.cellKey < b.cellKey ? -1 : 1))) {
    const able = left.filter(({ deviceId }) => cell.devices.includes(deviceId));
    const [first, ...others] = able;
    if (!first) continue;
    const endOf = ({ remainingMs, cellMs }: TakeoverTarget): number => remainingMs + cellMs;
    const next = others.reduce((best, each) => (endOf(each) < endOf(best) ? each : best), first);
    if (endOf(next) >= giverMs) continue;
    giverMs -= giver?.cellMs ?? 0;
    next.remainingMs += next.cellMs;
    appendTo(taken, next.deviceId, cell);
  }
  return taken;
}
