import {
  assignCells,
  buildStrategy,
  planPlacement,
  planTakeovers,
  proposeLaunch,
  runToEnd,
  shareCells,
  type Cell,
  type Takeover,
  type TakeoverDevice,
} from '@joulefleet/core';
import type { SimulatedFleet } from './simulated-fleet';

/** As libs/store sizes shards. */
const SHARD_MS = 300_000;
const FIRST_TRIALS = 12;
/** An offline device that does not come back is quarantined after so long, as a rule; then its shard is taken away. */
const QUARANTINED_AFTER_MS = 600_000;
const CAMPAIGN = 'campaign';
const SEED = 1;

interface Trial {
  cell: Cell;
  repetition: number;
}

interface Shard {
  trials: Trial[];
  timesMs: number[];
  endsAtMs: number;
}

interface BoardState {
  name: string;
  deviceClass: string;
  availability: 'ready' | 'leased' | 'offline' | 'quarantined';
  sinceMs: number;
  pending: Trial[];
  shard: Shard | null;
  /** Cells with a measured trial. */
  begun: Set<string>;
  trialMs: number | null;
  /** Device time of all trials that it measured. */
  workMs: number;
  doneAtMs: number;
}

export interface SimulatedCampaign {
  /** By class: when the last trial ended, the device time of all trials that were measured, and the longest shard. */
  classes: { makespanMs: number; workMs: number; repeatedMs: number; longestShardMs: number; lostAtMs: number[] }[];
  /** Cells that are not measured with all repetitions on one device, or on several. */
  incomplete: number;
}

/**
 * A campaign that shares its cells out, on virtual time: `shareCells`, `planTakeovers`, `assignCells` and `planPlacement` decide as in the
 * dispatcher, whenever a shard ends and whenever a device is lost.
 *
 * @param balances false: one device takes all that another one leaves, and nothing is evened out.
 */
export function simulateCampaign(fleet: SimulatedFleet, { balances = true } = {}): SimulatedCampaign {
  return new Simulation(fleet, balances).run();
}

class Simulation {
  private readonly boards: BoardState[];
  private nowMs = 0;
  private readonly repeatedMs = new Map<string, number>();
  private readonly longestShardMs = new Map<string, number>();
  /** By cell and device: measured trials, and what they took. */
  private readonly measured = new Map<string, Map<string, { trials: number; ms: number }>>();

  constructor(
    private readonly fleet: SimulatedFleet,
    private readonly balances: boolean,
  ) {
    const { perDevice } = runToEnd(shareCells(fleet.plans, 1, SEED));
    this.boards = perDevice.map(({ device, deviceClass, cells }) => ({
      ...{ name: device, deviceClass, availability: 'ready', sinceMs: 0, shard: null, trialMs: null },
      ...{ pending: this.ordered(device, cells), begun: new Set(), workMs: 0, doneAtMs: 0 },
    }));
  }

  run(): SimulatedCampaign {
    for (;;) {
      this.dispatch();
      const next = this.nextMoment();
      if (next === Infinity) break;
      this.nowMs = next;
      for (const board of this.boards) this.advance(board);
    }
    return this.result();
  }

  private dispatch(): void {
    for (let moved = -1; moved !== 0;) moved = this.takeOver();
    const pending = this.boards.map(({ name, pending: trials, trialMs }) => {
      const count = trialMs === null ? FIRST_TRIALS : Math.max(1, Math.floor(SHARD_MS / trialMs));
      return { deviceId: name, trialIds: trials.slice(0, count).map((_, index) => String(index)) };
    });
    const placements = planPlacement({
      nowMs: this.nowMs,
      devices: this.boards.map(({ name, availability, sinceMs }) => ({
        ...{ deviceId: name, availability, group: null, sinceMs, deadlineMs: null, inMaintenance: false, lease: null },
      })),
      campaigns: [{ campaignId: CAMPAIGN, startedAtMs: 0, priority: 0, owner: null, pending }],
      groupLimits: [],
    });
    for (const placement of placements) {
      if (placement.kind !== 'lease') continue;
      this.begin(this.board(placement.deviceId), placement.trialIds.length);
    }
  }

  private begin(board: BoardState, count: number): void {
    const trials = board.pending.splice(0, count);
    const timesMs = trials.map(({ cell }) => this.fleet.trialMs(board.name, cell));
    const lengthMs = timesMs.reduce((sum, ms) => sum + ms, 0);
    board.shard = { trials, timesMs, endsAtMs: this.nowMs + lengthMs };
    this.change(board, 'leased');
    this.raise(this.longestShardMs, board.deviceClass, lengthMs, Math.max);
  }

  private nextMoment(): number {
    return this.boards.reduce((next, board) => {
      const { shard, availability, sinceMs } = board;
      const lostAtMs = this.fleet.lostAtMs.get(board.name) ?? Infinity;
      const isLost = availability === 'offline' || availability === 'quarantined';
      const moments = [
        isLost ? Infinity : (shard?.endsAtMs ?? Infinity),
        isLost || !this.hasWork(board.deviceClass) ? Infinity : lostAtMs,
        availability === 'offline' ? sinceMs + QUARANTINED_AFTER_MS : Infinity,
        // The dispatcher looks again when what is offline has been so for a minute.
        availability === 'offline' && sinceMs + 60_000 > this.nowMs ? sinceMs + 60_000 : Infinity,
      ];
      return Math.min(next, ...moments.filter((moment) => moment > this.nowMs));
    }, Infinity);
  }

  private hasWork(deviceClass: string): boolean {
    return this.boards.some((board) => board.deviceClass === deviceClass && board.shard !== null);
  }

  private advance(board: BoardState): void {
    const lostAtMs = this.fleet.lostAtMs.get(board.name) ?? Infinity;
    if (board.availability === 'offline' && this.nowMs >= board.sinceMs + QUARANTINED_AFTER_MS) this.quarantine(board);
    if (board.availability === 'offline' || board.availability === 'quarantined') return;
    if (lostAtMs <= this.nowMs) {
      this.measure(board);
      this.change(board, 'offline');
    } else if (board.shard && board.shard.endsAtMs <= this.nowMs) {
      this.measure(board);
      board.shard = null;
      this.change(board, 'ready');
    }
  }

  /** What of its shard is measured by now. */
  private measure(board: BoardState): void {
    if (!board.shard) return;
    const { trials, timesMs, endsAtMs } = board.shard;
    let atMs = endsAtMs - timesMs.reduce((sum, ms) => sum + ms, 0);
    let count = 0;
    for (; count < trials.length && atMs + timesMs[count]! <= this.nowMs + 1e-6; count++) {
      atMs += timesMs[count]!;
      this.note(board, trials[count]!, timesMs[count]!);
    }
    if (count > 0) {
      board.trialMs = timesMs.slice(0, count).reduce((sum, ms) => sum + ms, 0) / count;
      board.doneAtMs = atMs;
    }
    board.shard = { trials: trials.slice(count), timesMs: timesMs.slice(count), endsAtMs };
  }

  private note(board: BoardState, { cell }: Trial, ms: number): void {
    const byDevice = this.measured.get(cell.cellKey) ?? new Map<string, { trials: number; ms: number }>();
    this.measured.set(cell.cellKey, byDevice);
    const before = byDevice.get(board.name) ?? { trials: 0, ms: 0 };
    byDevice.set(board.name, { trials: before.trials + 1, ms: before.ms + ms });
    board.begun.add(cell.cellKey);
    board.workMs += ms;
  }

  private quarantine(board: BoardState): void {
    board.pending.unshift(...(board.shard?.trials ?? []));
    board.shard = null;
    this.change(board, 'quarantined');
  }

  /** As the dispatcher does: the first takeover that moves a cell. */
  private takeOver(): number {
    const devices = this.boards.map((board) => this.takeoverDevice(board));
    const repetitions = this.fleet.repetitions;
    for (const takeover of planTakeovers({ campaignId: CAMPAIGN, repetitions, devices }, this.nowMs)) {
      if (!this.balances && takeover.cause === 'behind') continue;
      const moved = this.apply(takeover);
      if (moved > 0) return moved;
    }
    return 0;
  }

  private takeoverDevice(board: BoardState): TakeoverDevice {
    const { name: deviceId, deviceClass, availability, sinceMs, pending, shard, begun, trialMs } = board;
    const untried = pending.filter(({ cell, repetition }) => repetition === 1 && !begun.has(cell.cellKey)).length;
    const counts = { pending: pending.length, assigned: shard?.trials.length ?? 0, untried };
    return { deviceId, deviceClass, availability, sinceMs, inMaintenance: false, ...counts, trialMs };
  }

  private apply({ fromDeviceId, cells, maxCells, to: all, giver }: Takeover): number {
    const to = this.balances ? all : all.slice(0, 1);
    const from = this.board(fromDeviceId);
    const inHand = new Set(from.shard?.trials.map(({ cell }) => cell.cellKey));
    const last = new Map<string, Cell>();
    for (const { cell } of from.pending) {
      last.delete(cell.cellKey);
      last.set(cell.cellKey, cell);
    }
    const may = ({ cellKey }: Cell): boolean => !inHand.has(cellKey) && (cells === 'all' || !from.begun.has(cellKey));
    const leaving = [...last.values()]
      .filter(may)
      .reverse()
      .slice(0, maxCells ?? Infinity);
    const devices = to.map(({ deviceId }) => deviceId);
    const movable = leaving.map((cell) => ({ cellId: cell.cellKey, cellKey: cell.cellKey, devices, cell }));
    let moved = 0;
    for (const [deviceId, taken] of assignCells(movable, { to, giver })) {
      moved += taken.length;
      const keys = new Set(taken.map(({ cellKey }) => cellKey));
      from.pending = from.pending.filter(({ cell }) => !keys.has(cell.cellKey));
      const board = this.board(deviceId);
      const own = taken.map(({ cell }) => cell);
      board.pending.push(...this.ordered(board.name, own));
    }
    return moved;
  }

  /** In blocks, as the strategy proposes them. */
  private ordered(device: string, cells: readonly Cell[]): Trial[] {
    const { repetitions } = this.fleet;
    const strategy = buildStrategy({
      name: 'sweep',
      parameters: { repetitions, order: 'randomised-blocks', seed: SEED },
    });
    const proposed = proposeLaunch(strategy, [
      { deviceId: device, name: device, cells: cells.map((_, i) => i), sentinel: null },
    ]);
    return [...proposed].flatMap((block) =>
      [...block.cells].map((index, i) => ({ cell: cells[index]!, repetition: block.repetitions[i]! })),
    );
  }

  private board(name: string): BoardState {
    return this.boards.find((board) => board.name === name)!;
  }

  private change(board: BoardState, availability: BoardState['availability']): void {
    board.availability = availability;
    board.sinceMs = this.nowMs;
  }

  private raise(map: Map<string, number>, key: string, by: number, how: (a: number, b: number) => number): void {
    map.set(key, how(map.get(key) ?? 0, by));
  }

  private result(): SimulatedCampaign {
    const { repetitions, lostAtMs } = this.fleet;
    let incomplete = 0;
    for (const plan of new Map(this.fleet.plans.map((each) => [each.deviceClass, each])).values()) {
      for (const { cellKey } of plan.cells) {
        const found = [...(this.measured.get(cellKey)?.values() ?? [])];
        if (found.filter(({ trials }) => trials === repetitions).length !== 1) incomplete++;
        const repeated = found.filter(({ trials }) => trials !== repetitions).reduce((sum, { ms }) => sum + ms, 0);
        this.raise(this.repeatedMs, plan.deviceClass, repeated, (a, b) => a + b);
      }
    }
    const classes = [...new Set(this.boards.map(({ deviceClass }) => deviceClass))].map((deviceClass) => {
      const boards = this.boards.filter((board) => board.deviceClass === deviceClass);
      return {
        makespanMs: Math.max(...boards.map(({ doneAtMs }) => doneAtMs)),
        workMs: boards.reduce((sum, board) => sum + board.workMs, 0),
        repeatedMs: this.repeatedMs.get(deviceClass) ?? 0,
        longestShardMs: this.longestShardMs.get(deviceClass) ?? 0,
        lostAtMs: boards.map(({ name }) => lostAtMs.get(name) ?? Infinity),
      };
    });
    return { classes, incomplete };
  }
}
