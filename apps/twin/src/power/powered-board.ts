import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Board, type Finished } from '../board/board';
import { boardClass } from '../board/board-class';
import { ClockServer, removeStaleSocket } from '../clock/clock-server';
import { LockstepClock, type RealTime } from '../clock/lockstep-clock';
import type { SensorErrors } from '../sensor/convert';
import { Ina3221 } from '../sensor/ina3221';
import { KnobFiles } from '../sysfs/knob-files';
import { knobGroups } from '../sysfs/knob-group';
import { LiveTree } from '../sysfs/live-tree';
import { boardLayout } from '../tree/board-layout';
import type { TwinIdentity } from '../tree/identity-entries';
import { MARKER_FILE } from '../tree/paths';
import { treeEntries } from '../tree/tree-entries';
import { writeTree } from '../tree/write-tree';
import { workDesk } from '../workload/work-desk';
import { Refresher } from './refresher';
import type { DeviceClass } from '@joulefleet/core';

const RUNNER_FILE = join(__dirname, '../workload/runner.py');

/** What the monotonic clock shows when the login service is up. */
const BOOTED_US = 20_000_000;

export interface PowerOptions {
  root: string;
  deviceClass: DeviceClass;
  timeScale: number;
  /** Of this boot; executions and noise follow from it. */
  seed: string;
  sensor: SensorErrors;
  identity: TwinIdentity;
  onRun: (finished: Finished) => void;
}

/** A board from power-on to power-off: the simulation, its tree of files and its clock. */
export class PoweredBoard {
  readonly board: Board;
  readonly sensor: Ina3221;
  readonly clock: LockstepClock;
  readonly refresher: Refresher;
  private readonly server: ClockServer;
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
    this.server = new ClockServer(this.clock, workDesk(this.board, options.onRun), () => this.knobs?.apply());
    this.refresher = new Refresher(() => this.show());
  }

  /** Writes the tree, serves the clock and lets knob files act. */
  async start(): Promise<void> {
    const { root, deviceClass, identity, timeScale } = this.options;
    const layout = boardLayout(deviceClass);
    removeStaleSocket(clockSocketOf(root));
    await this.server.start();
    const marker = { timeScale, clockSocket: this.server.socketPath };
    writeTree(root, treeEntries(this.board.board, layout, identity, marker, readFileSync(RUNNER_FILE, 'utf8')));
    this.live = new LiveTree(root, layout, this.board, this.sensor);
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

  /** Brings files up to date with the clock. */
  show(): void {
    this.live?.refresh(this.clock.sync());
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
