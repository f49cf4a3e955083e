import type { DeviceClass } from '@joulefleet/core';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerChannel } from 'ssh2';
import type { Board } from './board/board';
import type { Interference } from './board/other-hand';
import { PoweredBoard } from './power/powered-board';
import { boardEnvironment } from './process/board-environment';
import { killBoardProcesses } from './process/board-processes';
import { runCommand } from './process/run-command';
import { sudoProgram } from './programs/programs';
import { DEFAULT_ERRORS, type SensorErrors } from './sensor/convert';
import { fingerprintOf, parseKey, type KeyPair } from './ssh/key-pair';
import { SshServer } from './ssh/ssh-server';
import { OVERCURRENT_FOLDER, type Extras } from './tree/extra-entries';
import { serialOf } from './tree/serial-of';
import { TruthLog, type TruthRecord } from './truth';

/** The login user of every twin. */
export const TWIN_USER = 'jetson';
const HOST = '127.0.0.1';

export interface TwinOptions {
  /** All state: home/, tree/, host key, port, truth log. Starting again on it keeps host key, home and, if free, port. */
  dir: string;
  name: string;
  deviceClass: DeviceClass;
  /** OpenSSH public keys that may log in. */
  authorizedKeys: readonly string[];
  /** How much faster than real time the twin lives. */
  timeScale: number;
  seed: number;
  /** Errors of its power sensor; by default no gain and no offset. */
  sensor?: Partial<SensorErrors>;
  /** What its carrier has beside the module; by default nothing. */
  extras?: Extras;
  port?: number;
  /**
   * What its login user may do, simulated: `root`, the default, writes everything; `sudo` nothing but by way of a `sudo` that
   * honours <root>/etc/sudoers.d; `none` has no `sudo` either.
   */
  privilege?: 'root' | 'sudo' | 'none';
}

/** A running twin: a simulated device behind a real SSH server. */
export class Twin {
  readonly host = HOST;
  readonly user = TWIN_USER;
  /** Known once started. */
  port = 0;
  readonly home: string;
  readonly root: string;
  readonly fingerprint: string;
  private readonly truthLog: TruthLog;
  private readonly ssh: SshServer;
  private power: PoweredBoard;
  private boots = 1;
  private rebooting: Promise<void> | null = null;

  /** `dir` is absolute and exists. */
  constructor(
    private readonly options: TwinOptions,
    private readonly dir: string,
    hostKey: KeyPair,
  ) {
    this.home = join(dir, 'home');
    this.root = join(dir, 'tree');
    this.fingerprint = fingerprintOf(hostKey);
    this.truthLog = new TruthLog(join(dir, 'truth.jsonl'));
    this.power = this.newPower();
    this.ssh = new SshServer({
      hostKey: hostKey.privateKey,
      user: TWIN_USER,
      authorized: options.authorizedKeys.map(parseKey),
      forwardSignals: options.deviceClass !== 'jetson-nano',
      run: (channel, command) => this.run(channel, command),
    });
  }

  get name(): string {
    return this.options.name;
  }

  get deviceClass(): DeviceClass {
    return this.options.deviceClass;
  }

  /** The simulation behind the files, for tests: temperature, clocks, faults. */
  get board(): Board {
    return this.power.board;
  }

  /** What really happened in each inference window since the start. */
  truth(): readonly TruthRecord[] {
    return this.truthLog.records;
  }

  async start(): Promise<void> {
    mkdirSync(this.home, { recursive: true });
    this.installSudo();
    killBoardProcesses(this.root);
    await this.power.start();
    const portFile = join(this.dir, 'port');
    this.port = await this.ssh.start(this.options.port ?? rememberedPort(portFile));
    writeFileSync(portFile, `${this.port}\n`);
  }

  async stop(): Promise<void> {
    await this.ssh.stop();
    await this.rebooting;
    killBoardProcesses(this.root);
    await this.power.stop();
  }

  /** The SSH server dies with its connections; processes live on. */
  async stopSsh(): Promise<void> {
    await this.ssh.stop();
  }

  /** At the same port as before. */
  async startSsh(): Promise<void> {
    await this.ssh.start(this.port);
  }

  /** Every connection is cut; processes live on. */
  cutConnections(): void {
    this.ssh.cutConnections();
  }

  /** Power off and on: processes die, knobs and clock start afresh, a new boot id; the home stays. */
  reboot(): Promise<void> {
    this.rebooting ??= this.cycle().finally(() => (this.rebooting = null));
    return this.rebooting;
  }

  private async cycle(): Promise<void> {
    this.ssh.cutConnections();
    killBoardProcesses(this.root);
    await this.power.stop();
    this.boots++;
    this.power = this.newPower();
    await this.power.start();
  }

  /** Fault: a rail's reading stays what it is. */
  hangRail(label: string): void {
    this.power.sensor.hang(label);
  }

  /** Fault: a rail's files disappear. */
  dropRail(label: string): void {
    this.power.dropRail(label);
  }

  /** Fault: the board throttled itself once for its supply. Boards with JetPack 5 or later count that. */
  countOvercurrent(): void {
    const file = join(this.root, OVERCURRENT_FOLDER, 'oc1_event_cnt');
    writeFileSync(file, `${Number(readFileSync(file, 'utf8')) + 1}\n`);
  }

  /** Fault: knobs take writes, clocks do not follow. */
  makeClocksStick(stuck = true): void {
    this.power.clock.sync();
    this.power.board.setStuck(stuck);
  }

  /** Fault: in the next inference window another program moves the GPU's clock for a while, and puts it back. */
  moveGpuOnce(interference: Interference): void {
    this.power.board.interfereOnce(interference);
  }

  /** Foreign load: something that is no workload keeps this fraction of all cores busy, as /proc/stat tells. */
  loadCpu(fraction: number): void {
    this.power.loadCpu(fraction);
  }

  /** A hot room, or a fan that failed a while ago: the twin does not cool down below this. */
  setRoomTemperature(ambientC: number): void {
    this.power.clock.sync();
    this.power.board.setRoomTemperature(ambientC);
  }

  private run(channel: ServerChannel, command: string | null): number | undefined {
    const { refresher } = this.power;
    refresher.commandStarted();
    const child = runCommand(channel, {
      command,
      home: this.home,
      environment: boardEnvironment({
        user: TWIN_USER,
        home: this.home,
        root: this.root,
        sudoFolder: this.sudoFolder(),
      }),
      onOutput: () => refresher.touch(),
      onEnd: () => refresher.commandEnded(),
    });
    return child.pid;
  }

  private sudoFolder(): string | null {
    return (this.options.privilege ?? 'root') === 'root' ? null : join(this.dir, 'bin');
  }

  private installSudo(): void {
    const folder = this.sudoFolder();
    if (folder === null) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'sudo'), sudoProgram(this.options.privilege === 'sudo'), { mode: 0o755 });
  }

  private newPower(): PoweredBoard {
    const { deviceClass, name, seed, timeScale, sensor, extras = {} } = this.options;
    const boot = this.boots;
    return new PoweredBoard({
      root: this.root,
      deviceClass,
      timeScale,
      seed: `${seed}|${name}|${boot}`,
      sensor: { ...DEFAULT_ERRORS, ...sensor },
      extras,
      identity: { name, serial: serialOf(name, seed), bootId: randomUUID() },
      onRun: (finished) => this.truthLog.add(boot, finished),
      onReboot: () => void this.reboot(),
    });
  }
}

function rememberedPort(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8')) || 0;
  } catch {
    return 0;
  }
}
