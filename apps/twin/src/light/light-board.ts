import type { AppliedPoint, SensorSetup, TrialSpec } from '@joulefleet/contracts';
import { frequencyTable, type DeviceClass } from '@joulefleet/core';
import { randomUUID } from 'node:crypto';
import { Board } from '../board/board';
import { boardClass } from '../board/board-class';
import type { DomainState, DomainWrite } from '../board/frequency-domain';
import { thermalOf } from '../physics';
import { DEFAULT_ERRORS, type SensorErrors } from '../sensor/convert';
import { Ina3221 } from '../sensor/ina3221';
import { cycleUs, IIO_CONTINUOUS_US, updateIntervalMs } from '../sensor/settings';
import { boardLayout } from '../tree/board-layout';
import type { BoardLayout, PowerMode, ThermalZone } from '../tree/layout';
import type { DeviceInjection } from './injection';
import { limited, modeOf } from './light-modes';

/** What the monotonic clock shows when the login service is up. */
const BOOTED_US = 20_000_000;
/** The shunt of the boards' power monitor. */
const SHUNT_MICRO_OHM = 5000;
const HWMON_SAMPLES = 16;

type Point = TrialSpec['point'];
type Zone = { type: string; offsetC: number };

/** A simulated board with its power monitor set up for a shard, without files: what the agent does with them is done here. */
export class LightBoard {
  readonly board: Board;
  readonly sensor: Ina3221;
  readonly layout: BoardLayout;
  readonly bootId = randomUUID();
  /** The power mode in force. */
  mode: PowerMode;
  private readonly errors: SensorErrors = { ...DEFAULT_ERRORS };
  private readonly resting: { cpu: readonly DomainState[]; gpu: DomainState };

  constructor(
    readonly deviceClass: DeviceClass,
    seed: string,
  ) {
    const kind = boardClass(deviceClass);
    this.layout = boardLayout(deviceClass);
    this.mode = modeOf(this.layout.powerModes, null);
    this.board = new Board(kind, seed, BOOTED_US);
    this.sensor = new Ina3221(this.layout.sensor.driver, kind.rails, this.errors, seed);
    this.sensor.write({ samples: HWMON_SAMPLES, runningMode: 1 });
    this.resting = { cpu: [...this.board.cpu], gpu: this.board.gpu };
  }

  /** What its executions take and what its sensor shows from now on. */
  inject({ durationOf, sensor }: DeviceInjection): void {
    this.board.slowdownOf = durationOf;
    this.errors.gainPct = 100 * (sensor - 1);
  }

  /** Lives without work until `nowUs` of its clock. */
  idleUntil(nowUs: number): void {
    while (this.board.nowUs < nowUs) this.board.advanceTo(nowUs);
  }

  /** Sets clocks and knobs, as the agent's `apply_point`. */
  apply(point: Point): void {
    const { cpu, gpu } = this.enter(point.powerMode ?? null);
    this.applyKnobs(point.activeCores ?? null, typeof point.emcHz === 'number' ? point.emcHz : null);
    const { cpuKhz, gpuHz } = frequencyTable(this.deviceClass);
    cpu.forEach((before, i) => this.board.writeCpu(i, targetOf(cpuKhz, before, point.cpuKhz, point.cpuGovernor)));
    this.board.writeGpu(targetOf(gpuHz, gpu, point.gpuHz, point.gpuGovernor));
  }

  /** Everything as it was found. */
  restore(): void {
    this.apply({ cpuKhz: 'stock', gpuHz: 'stock' });
  }

  /** The clocks at rest in a mode, which it puts in force with its cores; null is the board's own. */
  private enter(name: string | null): LightBoard['resting'] {
    this.mode = modeOf(this.layout.powerModes, name);
    if (name === null) return this.resting;
    const { cpuKhz, gpuHz } = frequencyTable(this.deviceClass);
    const { cpuMinKhz, cpuMaxKhz, gpuMaxHz } = this.mode;
    const cpu = this.resting.cpu.map((policy) => limited(policy, cpuKhz, cpuMinKhz, cpuMaxKhz));
    return { cpu, gpu: limited(this.resting.gpu, gpuHz, 0, gpuMaxHz) };
  }

  applyKnobs(activeCores: number | null, emcHz: number | null): void {
    const { board } = this;
    board.coresOn.forEach((_, core) => board.writeCore(core, core < (activeCores ?? this.mode.onlineCores)));
    board.memory.lock(emcHz !== null);
    if (emcHz !== null) board.memory.write(emcHz);
  }

  /** As the agent reads it back. */
  point(): AppliedPoint {
    const { board } = this;
    const clocks = board.clocks();
    const { governor, min, max } = board.gpu;
    return {
      cpu: board.cpu.flatMap((policy, i) =>
        this.hasCores(i)
          ? {
              ...{ policy: this.policyNumber(i), governor: policy.governor, minKhz: policy.min, maxKhz: policy.max },
              curKhz: board.policyKhz(i, clocks),
            }
          : [],
      ),
      gpu: { governor, minHz: min, maxHz: max, curHz: clocks.gpuHz },
      knobs: { powerMode: this.mode.name, activeCores: board.coresOn.filter(Boolean).length, emcHz: board.memory.hz },
    };
  }

  private hasCores(index: number): boolean {
    return frequencyTable(this.deviceClass).cpuPolicies[index]!.some((core) => this.board.coresOn[core]);
  }

  policyNumber(index: number): number {
    return frequencyTable(this.deviceClass).cpuPolicies[index]![0]!;
  }

  /** Zones that measure, as they show it. */
  zones(): { type: string; temperatureC: number; tripC: number }[] {
    const { throttleC } = thermalOf(this.deviceClass);
    return this.layout.thermalZones.flatMap(measuringZone).map(({ type, offsetC }) => {
      return { type, temperatureC: this.stepped(this.board.temperatureC + offsetC), tripC: throttleC + offsetC };
    });
  }

  hottest(): { type: string; temperatureC: number; tripC: number } {
    return this.zones().reduce((hottest, zone) => (zone.temperatureC > hottest.temperatureC ? zone : hottest));
  }

  /** How far before a read the middle of its reading lies, and half of what it stands for. */
  get averagingUs(): number {
    const { settings } = this.sensor;
    return settings.driver === 'iio' ? IIO_CONTINUOUS_US : updateIntervalMs(settings) * 1000;
  }

  /** Power of each rail as read now. */
  readMw(): number[] {
    return this.sensor.read(this.board.history, this.board.nowUs).map(({ powerMw }) => powerMw);
  }

  setup(): SensorSetup {
    const { settings } = this.sensor;
    const isIio = settings.driver === 'iio';
    return {
      layout: settings.driver,
      averagingUs: this.averagingUs,
      samples: isIio ? null : settings.samples,
      updateIntervalMs: isIio ? null : Math.round(cycleUs(settings) / 1000),
      runningMode: isIio ? settings.runningMode : null,
      readLatencyUs: 0,
      supplyMv: this.sensor.read(this.board.history, this.board.nowUs)[0]!.voltageMv,
      shuntMicroOhm: SHUNT_MICRO_OHM,
      refreshUs: null,
      resolutionMw: null,
      counter: null,
    };
  }

  private stepped(temperatureC: number): number {
    const { thermalStepMc } = this.layout;
    return (Math.round((temperatureC * 1000) / thermalStepMc) * thermalStepMc) / 1000;
  }
}

function measuringZone({ type, reading }: ThermalZone): Zone[] {
  return 'offsetC' in reading ? [{ type, offsetC: reading.offsetC }] : [];
}

type ClockLevel = Point['cpuKhz'];

/** What a clock domain is set to, as the agent's `target_of`. */
function targetOf(
  table: readonly number[],
  before: DomainState,
  level: ClockLevel,
  governor: string | null | undefined,
): DomainWrite {
  if (level === 'stock') return { governor: governor ?? before.governor, min: before.min, max: before.max };
  if (typeof level === 'number') {
    const bySpeed = governor === 'userspace';
    return { governor: bySpeed ? governor : before.governor, min: level, max: level, setSpeed: level };
  }
  return { governor: governor ?? before.governor, min: Math.min(...table), max: Math.max(...table) };
}
