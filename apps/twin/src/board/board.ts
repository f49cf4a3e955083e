import { derivedRandom, frequencyTable } from '@joulefleet/core';
import {
  governorDwell,
  idlePower,
  memoryFits,
  steadyTemperature,
  thermalOf,
  type Clocks,
  type GovernorOutcome,
  type RailPowersMw,
  type RunOptions,
  type Thermal,
} from '../physics';
import { bootCpu, bootGpu, type BoardClass } from './board-class';
import { ClockCounter } from './clock-counter';
import { Execution, type Assignment } from './execution';
import {
  governedRange,
  restingFrequency,
  snap,
  writeDomain,
  type DomainState,
  type DomainWrite,
} from './frequency-domain';
import { dwellAt, slotEnd } from './governor-slots';
import { heat, leakage, throttles } from './heat';
import { MemoryClock } from './memory-clock';
import { OtherHand, type Interference } from './other-hand';
import { PowerHistory } from './power-history';
import { Progress } from './progress';

/** The longest stretch over which temperature is taken as constant, in µs, and their number in a long idle time. */
const THERMAL_STEP_US = 500_000;
const THERMAL_STEPS = 20;
/**
 * Part of the CPU's power that its cores draw in equal shares, and that one which is off does not. Plausible, not fitted:
 * the study never switched cores off. A workload is one busy thread, so durations do not change.
 */
const CORES_PART = 0.3;
/** A throttled GPU runs at this part of its highest clock. */
const THROTTLED_GPU_PART = 0.5;

/** An assignment worked off: its window, the energy of the total rail in it, and its batches. */
export interface Finished {
  execution: Execution;
  assignment: Assignment;
  startUs: number;
  endUs: number;
  energyMj: number;
  batchUs: readonly number[];
  throttled: boolean;
}

/** A simulated board: pure, its time advanced from outside. Clocks that a knob or a governor sets act at once. */
export class Board {
  readonly history: PowerHistory;
  readonly cpu: DomainState[];
  gpu: DomainState;
  /** Whether each core is on; core 0 always is. */
  readonly coresOn: boolean[];
  readonly memory: MemoryClock;
  /** What the kernel counts of each CPU policy's clock, and of the GPU's. */
  readonly counters: { cpu: readonly ClockCounter[]; gpu: ClockCounter };
  temperatureC: number;
  throttled = false;
  /** Factor on the durations of a workload's batches at the GPU's clock, of executions that begin from now on. */
  slowdownOf: (workload: string, gpuHz: number) => number = () => 1;
  private thermal: Thermal;
  private readonly random;
  private readonly slotOffset: number;
  private progress: Progress | null = null;
  private finished: Finished | null = null;
  private wasThrottled = false;
  private startEnergyNj = 0;
  private governed: GovernorOutcome;
  private stuck = false;
  private interference: Interference | null = null;
  private otherHand: OtherHand | null = null;

  constructor(
    readonly board: BoardClass,
    seed: string,
    public nowUs: number,
  ) {
    this.random = derivedRandom(seed, 'executions');
    this.slotOffset = derivedRandom(seed, 'governors')();
    this.history = new PowerHistory(nowUs);
    this.cpu = frequencyTable(board.deviceClass).cpuPolicies.map(() => bootCpu(board));
    this.gpu = bootGpu(board);
    this.coresOn = Array.from({ length: frequencyTable(board.deviceClass).cores }, () => true);
    this.memory = new MemoryClock(board.deviceClass);
    this.counters = {
      cpu: this.cpu.map(() => new ClockCounter(board.cpu.frequencies)),
      gpu: new ClockCounter(board.gpu.frequencies),
    };
    this.thermal = thermalOf(board.deviceClass);
    this.governed = this.govern();
    this.temperatureC = this.idleTemperature();
  }

  /** Clocks now in force. */
  clocks(): Clocks {
    const { dwells, dvfs } = this.governed;
    if (this.progress !== null || !dvfs || this.stuck) return dwellAt(dwells, this.slotOffset, this.nowUs).clocks;
    return {
      cpuKhz: restingFrequency(this.leadingPolicy()),
      gpuHz: Math.min(restingFrequency(this.gpu), this.gpuCapHz()),
    };
  }

  /** Clock of one cpufreq policy: that of the workload's, within the policy's own limits. */
  policyKhz(policyIndex: number, { cpuKhz }: Clocks): number {
    const policy = this.policy(policyIndex);
    return this.stuck ? cpuKhz : Math.min(governedRange(policy).max, Math.max(restingFrequency(policy), cpuKhz));
  }

  get gpuBusy(): boolean {
    return this.progress?.gpuBusy ?? false;
  }

  writeCpu(policyIndex: number, write: DomainWrite): DomainState {
    const state = writeDomain(this.board.cpu, this.policy(policyIndex), write);
    this.cpu[policyIndex] = state;
    this.regovern();
    return state;
  }

  writeGpu(write: DomainWrite): DomainState {
    this.gpu = writeDomain(this.board.gpu, this.gpu, write);
    this.regovern();
    return this.gpu;
  }

  /** Switches a core on or off. */
  writeCore(core: number, on: boolean): void {
    this.coresOn[core] = on;
  }

  /** A fault: from now on knobs take writes as ever, while the clocks stay under what was in force. */
  setStuck(stuck: boolean): void {
    this.stuck = stuck;
    this.regovern();
  }

  /** A fault: in the next inference window of more than one batch another program moves the GPU's clock, once. */
  interfereOnce(interference: Interference): void {
    this.interference = interference;
  }

  /** A hot room, or a failed fan: what the board cools down to from now on. It has idled there for long. */
  setRoomTemperature(ambientC: number): void {
    this.thermal = { ...this.thermal, ambientC };
    this.setTemperature(this.idleTemperature());
  }

  /** The temperature from which heating and cooling go on. */
  setTemperature(temperatureC: number): void {
    this.temperatureC = temperatureC;
    this.updateThrottling();
  }

  fits(options: RunOptions): boolean {
    return memoryFits(options);
  }

  /** A new execution, with the variation from one trial to the next drawn for it. */
  newExecution(options: RunOptions): Execution {
    return new Execution(options, this.random, this.slowdownOf(options.workload, this.clocks().gpuHz));
  }

  get busy(): boolean {
    return this.progress !== null;
  }

  /** Begins an assignment now. One at a time: throws while another is being worked off. */
  begin(execution: Execution, assignment: Assignment): void {
    if (this.progress !== null) throw new Error('the board is working already');
    this.progress = new Progress(execution, assignment, this.nowUs);
    this.finished = null;
    this.wasThrottled = this.throttled;
    const isWindow = assignment.kind === 'infer' && assignment.inferences > execution.options.batchSize;
    this.otherHand = isWindow && this.interference ? new OtherHand(this.interference, this.nowUs) : null;
    if (isWindow) this.interference = null;
    this.startEnergyNj = this.history.energyNj('totalMw', this.nowUs);
  }

  /** Ends an execution's work before its time: its process is gone. */
  abandon(execution: Execution): void {
    if (this.progress?.execution === execution) this.progress = null;
    if (this.finished?.execution === execution) this.finished = null;
  }

  /** What was finished since the last call, once. */
  takeFinished(execution: Execution): Finished | null {
    if (this.finished?.execution !== execution) return null;
    const { finished } = this;
    this.finished = null;
    return finished;
  }

  /** An instant before which the work in hand does not end, or null when there is none. */
  workHorizonUs(): number | null {
    if (this.progress === null) return null;
    return Math.ceil(this.nowUs + this.progress.shortestRestUs(this.clocks(), this.governed.dvfs));
  }

  /** Lives on until `limitUs`, or until the work in hand is finished if that comes first. Returns the instant reached. */
  advanceTo(limitUs: number): number {
    const hadWork = this.progress !== null;
    const idleStepUs = Math.max(THERMAL_STEP_US, (limitUs - this.nowUs) / THERMAL_STEPS);
    while (this.nowUs < limitUs) {
      if (this.progress === null) this.idle(Math.min(limitUs, this.nowUs + idleStepUs));
      else this.work(this.progress, limitUs);
      if (hadWork && this.progress === null) break;
    }
    return this.nowUs;
  }

  private idle(untilUs: number): void {
    const clocks = this.clocks();
    const power = idlePower(this.board.deviceClass, clocks);
    this.count(clocks, untilUs - this.nowUs);
    this.draw(power, power.totalMw, 1, untilUs);
  }

  private work(progress: Progress, limitUs: number): void {
    this.letInterfere();
    const clocks = this.clocks();
    const { dvfs, dwells } = this.governed;
    const { powerMw, remainingUs } = progress.current(clocks, dvfs);
    const last = progress.isLastPhase(clocks, dvfs);
    const { slowdown } = this.memory;
    const restUs = remainingUs * slowdown;
    const phaseEndUs = last ? Math.ceil(this.nowUs + restUs) : this.nowUs + restUs;
    const slotEndUs = dwells.length > 1 ? slotEnd(this.nowUs) : Infinity;
    const startUs = this.nowUs;
    const handUs = this.otherHand?.nextUs ?? Infinity;
    const untilUs = Math.min(limitUs, phaseEndUs, slotEndUs, handUs, startUs + THERMAL_STEP_US);
    const { execution } = progress;
    this.count(clocks, untilUs - startUs);
    this.draw(powerMw, execution.meanPowerMw(this.governed), execution.powerFactor, untilUs);
    progress.advance(clocks, dvfs, (untilUs - startUs) / slowdown, untilUs, untilUs === phaseEndUs);
    if (progress.finished) this.finish(progress);
  }

  private letInterfere(): void {
    if (this.otherHand && this.otherHand.nextUs <= this.nowUs) this.writeGpu(this.otherHand.write(this.gpu));
  }

  private count(clocks: Clocks, durationUs: number): void {
    this.counters.cpu.forEach((counter, policy) => counter.add(this.policyKhz(policy, clocks), durationUs));
    this.counters.gpu.add(clocks.gpuHz, durationUs);
  }

  private draw(power: RailPowersMw, meanMw: number, powerFactor: number, untilUs: number): void {
    const factor = powerFactor * leakage(this.thermal, this.temperatureC, meanMw);
    const savedMw = power.cpuMw * CORES_PART * (this.coresOn.filter((on) => !on).length / this.coresOn.length);
    const memorySavedMw = power.socMw * this.memory.savedPart;
    const totalMw = (power.totalMw - savedMw - memorySavedMw) * factor;
    this.history.append(untilUs, {
      totalMw,
      gpuMw: power.gpuMw * factor,
      cpuMw: (power.cpuMw - savedMw) * factor,
      socMw: (power.socMw - memorySavedMw) * factor,
    });
    this.temperatureC = heat(this.thermal, this.temperatureC, totalMw, untilUs - this.nowUs);
    this.nowUs = untilUs;
    this.updateThrottling();
  }

  private finish(progress: Progress): void {
    this.progress = null;
    this.finished = {
      execution: progress.execution,
      assignment: progress.assignment,
      startUs: progress.startUs,
      endUs: this.nowUs,
      energyMj: (this.history.energyNj('totalMw', this.nowUs) - this.startEnergyNj) / 1e6,
      batchUs: progress.batchUs,
      throttled: this.wasThrottled,
    };
  }

  private idleTemperature(): number {
    return steadyTemperature(this.thermal, idlePower(this.board.deviceClass, this.clocks()).totalMw);
  }

  private updateThrottling(): void {
    const throttled = throttles(this.thermal, this.temperatureC, this.throttled);
    if (throttled === this.throttled) return;
    this.throttled = throttled;
    this.wasThrottled ||= throttled;
    this.governed = this.govern();
  }

  private regovern(): void {
    if (!this.stuck) this.governed = this.govern();
  }

  private govern(): GovernorOutcome {
    const cpu = this.leadingPolicy();
    const cpuRange = governedRange(cpu);
    const gpuRange = governedRange(this.gpu);
    return governorDwell({
      deviceClass: this.board.deviceClass,
      cpuGovernor: cpu.governor,
      gpuGovernor: this.gpu.governor,
      cpuMinKhz: cpuRange.min,
      cpuMaxKhz: cpuRange.max,
      gpuMinHz: Math.min(gpuRange.min, this.gpuCapHz()),
      gpuMaxHz: Math.min(gpuRange.max, this.gpuCapHz()),
    });
  }

  /** The scheduler puts the one busy thread of a workload on the cluster with the highest clock. */
  private leadingPolicy(): DomainState {
    return this.cpu.reduce((leading, policy) =>
      governedRange(policy).max > governedRange(leading).max ? policy : leading,
    );
  }

  private policy(index: number): DomainState {
    const state = this.cpu[index];
    if (state === undefined) throw new RangeError(`no cpufreq policy of index ${index}`);
    return state;
  }

  private gpuCapHz(): number {
    const { frequencies } = this.board.gpu;
    const highestHz = Math.max(...frequencies);
    return this.throttled ? snap(frequencies, THROTTLED_GPU_PART * highestHz) : highestHz;
  }
}
