import { frequencyTable, type DeviceClass } from '@joulefleet/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Board, type Finished } from '../board/board';
import { boardClass } from '../board/board-class';
import { CpuTime } from '../board/cpu-time';
import { ClockServer, removeStaleSocket } from '../clock/clock-server';
import { LockstepClock, type RealTime } from '../clock/lockstep-clock';
import { readPrograms } from '../programs/programs';
import type { SensorErrors } from '../sensor/convert';
import { Ina3221 } from '../sensor/ina3221';
import { KnobFiles } from '../sysfs/knob-files';
import { knobGroups } from '../sysfs/knob-group';
import { LiveTree } from '../sysfs/live-tree';
import { boardLayout } from '../tree/board-layout';
import type { Extras } from '../tree/extra-entries';
import type { TwinIdentity } from '../tree/identity-entries';
import { KEPT_FOLDERS, MARKER_FILE } from '../tree/paths';
import { treeEntries } from '../tree/tree-entries';
import { writeTree } from '../tree/write-tree';
import { workDesk } from '../workload/work-desk';
import { Refresher } from './refresher';

/** What the monotonic clock shows when the login service is up. */
const BOOTED_US = 20_000_000;

export interface PowerOptions {
  root: string;
  deviceClass: DeviceClass;
  timeScale: number;
  /** Of this boot; executions and noise follow from it. */
  seed: string;
  sensor: SensorErrors;
  extras: Extras;
  identity: TwinIdentity;
  onRun: (finished: Finished) => void;
  /** Somebody on the board asked for a reboot. */
  onReboot: () => void;
}

/** A board from power-on to power-off: the simulation, its tree of files and its clock. */
export class PoweredBoard {
  readonly board: Board;
  readonly sensor: Ina3221;
  readonly clock: LockstepClock;
  readonly refresher: Refresher;
  private readonly server: ClockServer;
  private readonly cpuTime: CpuTime;
  private live: LiveTree | null = null;
  private knobs: KnobFiles | null = null;

  constructor(private readonly options: PowerOptions) {
    const { seed } = options;
    const kind = boardClass(options.deviceClass);
    this.board = new Board(kind, seed, BOOTED_US);
    this.sensor = new Ina3221(boardLayout(options.deviceClass).sensor.driver, kind.rails, options.sensor, seed);
    this.clock = new LockstepClock(
      {
        advance: (limitUs) => this.board.advanceTo(limitUs),
        workHorizonUs: () => this.board.workHorizonUs(),
        present: (nowUs) => this.live?.refresh(nowUs),
      },
      REAL_TIME,
      options.timeScale,
      BOOTED_US,
    );
    this.cpuTime = new CpuTime(frequencyTable(options.deviceClass).cores, BOOTED_US);
    this.server = new ClockServer(
      this.clock,
      workDesk(this.board, options.onRun),
      () => this.knobs?.apply(),
      options.onReboot,
      () => this.live?.showCounters(),
    );
    this.refresher = new Refresher(() => this.show());
  }

  /** Writes the tree, serves the clock and lets knob files act. */
  async start(): Promise<void> {
    const { root, deviceClass, identity, timeScale, extras } = this.options;
    const layout = boardLayout(deviceClass);
    removeStaleSocket(clockSocketOf(root));
    await this.server.start();
    const marker = { timeScale, clockSocket: this.server.socketPath };
    const entries = treeEntries(this.board.board, layout, identity, marker, readPrograms(), extras);
    writeTree(root, entries, KEPT_FOLDERS);
    this.live = new LiveTree(root, layout, this.board, this.sensor, this.cpuTime);
    this.show();
    this.knobs = new KnobFiles(root, knobGroups(this.board, this.sensor, layout), () => this.server.schedule());
    this.knobs.start();
  }

  /** Cuts the power; the tree stays on disk as it was. */
  async stop(): Promise<void> {
    this.refresher.stop();
    this.knobs?.stop();
    this.clock.stop();
    await this.server.stop();
    this.live?.close();
    this.live = null;
    this.knobs = null;
  }

  /** A fault: the files of a rail disappear. */
  dropRail(label: string): void {
    this.live?.drop(label);
  }

  /** Something that is no workload keeps this fraction of all cores busy; power does not show it. */
  loadCpu(fraction: number): void {
    this.show();
    this.cpuTime.foreignFraction = fraction;
  }

  /** Brings files up to date with the clock. */
  show(): void {
    this.live?.refresh(this.clock.sync());
    this.live?.showCounters();
  }
}

const REAL_TIME: RealTime = {
  nowMs: () => performance.now(),
  setTimer(run, delayMs) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Where the twin that last ran on this tree served its clock; empty when none did. */
function clockSocketOf(root: string): string {
  try {
    const marker = JSON.parse(readFileSync(join(root, MARKER_FILE), 'utf8')) as { clockSocket: string };
    return marker.clockSocket;
  } catch {
    return '';
  }
}
