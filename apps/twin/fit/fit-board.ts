import {
  bandOf,
  clockSensitivity,
  highestCell,
  latencyOverDvfsPct,
  linearity,
  powerOverHighestPct,
  riseToHighestGpuPct,
  upperThirdOfLatencyPct,
  type Band,
  type DeviceClass,
  type Expectations,
} from '@joulefleet/core';
import type { BoardParameters, Parameters, WorkloadParameters } from '../src/physics/parameters';
import { BOARD_GOALS, BOARD_PARAMETERS, boardRanges, type BoardParameter } from './board-goals';
import { record, rounded, withBoard, withWorkload } from './candidate';
import { inside, near, total } from './cost-terms';
import { minimise } from './minimise';
import { batchEffectPct } from './observe-batches';
import { powersaveEffect } from './observe-governors';
import { cpuSweep, gpuSweep } from './observe-sweeps';
import { bestAtGpu, optimumMargin, topologyOf } from './topology';

/** Spans may be off by 5 %; the fit keeps to 4.5 %, and likewise a little inside the other tolerances. */
const SPAN_SLACK = 0.045;

/** A board and AlexNet on it, so that the sweeps, the governors, the batch effect and AlexNet's topology are met. */
export function fitBoard(
  parameters: Parameters,
  deviceClass: DeviceClass,
  expectations: Expectations,
  optimumEnergyJ: Band,
): Parameters {
  const candidate = (point: readonly number[]): Parameters =>
    withPoint(
      parameters,
      deviceClass,
      expectations,
      record(BOARD_PARAMETERS, (name) => at(point, name)),
    );
  const cost = (point: readonly number[]): number => {
    const tried = candidate(point);
    return (
      total(topologyTerms(tried, deviceClass, expectations, optimumEnergyJ)) +
      total(sweepTerms(tried, deviceClass, expectations)) +
      total(governorAndBatchTerms(tried, deviceClass, expectations))
    );
  };
  const ranges = boardRanges(BOARD_GOALS[deviceClass]);
  const best = minimise(cost, { ranges, seed: 1, population: 100, generations: 450 });
  return rounded(candidate(best.point));
}

function at(point: readonly number[], name: BoardParameter): number {
  const coordinate = point[BOARD_PARAMETERS.indexOf(name)];
  if (coordinate === undefined) throw new RangeError(`the point has no coordinate for ${name}`);
  return coordinate;
}

function withPoint(
  parameters: Parameters,
  deviceClass: DeviceClass,
  { dvfs }: Expectations,
  point: Record<BoardParameter, number>,
): Parameters {
  const { powersaveTopFactor, powersaveLowerRatio, ...free } = point;
  const gpuTopShare = dvfs.timeAtHighestGpuPct[deviceClass] / 100;
  const { gpuW, voltagePenalty, cpuScaledS, cpuFixedS, gpuScaledS, gpuFixedS, ...ofBoard } = free;
  const board: BoardParameters = {
    ...ofBoard,
    idleW: BOARD_GOALS[deviceClass].idleW,
    cpuKnee: 0.5,
    cpuTopShare: dvfs.timeAtHighestCpuPct[deviceClass] / 100,
    gpuTopShare,
    powersave: { gpuTopShare: powersaveTopFactor * gpuTopShare, gpuLowerRatio: powersaveLowerRatio },
  };
  const alexnet: WorkloadParameters = {
    ...parameters.workloads[deviceClass].alexnet,
    ...{ gpuW, voltagePenalty, cpuScaledS, cpuFixedS, gpuScaledS, gpuFixedS },
  };
  return withWorkload(withBoard(parameters, deviceClass, board), deviceClass, 'alexnet', alexnet);
}

function topologyTerms(
  tried: Parameters,
  deviceClass: DeviceClass,
  { topology: expected }: Expectations,
  optimumEnergyJ: Band,
): Record<string, number> {
  const goals = BOARD_GOALS[deviceClass];
  const topology = topologyOf(tried, deviceClass, 'alexnet', expected.batchSize);
  const usualHz = expected.usualOptimumGpuMhz[deviceClass] * 1e6;
  const sensitivity = clockSensitivity(topology);
  const latency = latencyOverDvfsPct(topology, bestAtGpu(topology, usualHz));
  return {
    saving: near(topology.savingPct, expected.savingOverDvfsPct[deviceClass].alexnet, 0.2, 0.1),
    optimum: inside(optimumMargin(topology, usualHz), [0.0015, Infinity], 0.0005),
    latency: deviceClass === 'jetson-nano' ? inside(latency, [28.2, 34.5], 0.2) : 0,
    rise: inside(riseToHighestGpuPct(topology), goals.riseToHighestGpuPct, 2),
    voltage: inside(powerOverHighestPct(topology), [0.5, 5], 0.5),
    power: inside(topology.optimum.powerW, goals.optimumPowerW, 0.3),
    energy: inside(topology.optimum.energyJ, optimumEnergyJ, 5),
    highestPower: inside(highestCell(topology).powerW, [0, 20], 1),
    cpuMattersLess: inside(sensitivity.cpuPct / sensitivity.gpuPct, [0, 0.7], 0.1),
  };
}

function sweepTerms(tried: Parameters, deviceClass: DeviceClass, expectations: Expectations): Record<string, number> {
  const expected = expectations.frequencySweeps[deviceClass];
  const gpu = gpuSweep(tried, deviceClass, expected.batchSize, expected.gpuSweep.fixedCpuMhz);
  const cpu = cpuSweep(tried, deviceClass, expected.batchSize, expected.cpuSweep.fixedGpuMhz);
  return {
    gpuPower: spanTerm(gpu.powerSpanW, expected.gpuSweep.powerSpanW),
    gpuLatency: spanTerm(gpu.latencySpanS, expected.gpuSweep.latencySpanS),
    cpuPower: spanTerm(cpu.powerSpanW, expected.cpuSweep.powerSpanW),
    cpuLatency: spanTerm(cpu.latencySpanS, expected.cpuSweep.latencySpanS),
    cpuMattersLess: inside(cpu.latencySpanS / gpu.latencySpanS, [0, 0.3], 0.05),
    plateau: inside(upperThirdOfLatencyPct(gpu), expected.latencyPlateauAtHighGpu ? [0, 8] : [12, 100], 1),
    linearity: inside(linearity(gpu), [0.985, 1], 0.003),
  };
}

/** A figure quoted twice is met anywhere between both; a figure not quoted costs nothing. */
function spanTerm(span: number, quoted: number | readonly number[] | undefined): number {
  if (quoted === undefined) return 0;
  const [low, high] = bandOf(quoted);
  const slack = low === high ? SPAN_SLACK * low : -0.01 * low;
  return inside(span, [low - slack, high + slack], 0.01 * low);
}

function governorAndBatchTerms(
  tried: Parameters,
  deviceClass: DeviceClass,
  expectations: Expectations,
): Record<string, number> {
  const powersave = powersaveEffect(tried, deviceClass, expectations.topology.batchSize);
  const expected = expectations.dvfs.powersaveVersusDefault[deviceClass];
  const energyWithin = expected.energyPct.absBelow;
  const goal = BOARD_GOALS[deviceClass].powersave;
  const [low, high] = bandOf(expectations.batchSize.energyOfBatch64VersusBatch8Pct[deviceClass]);
  const effectAt = (gpuMhz: number): number =>
    batchEffectPct(tried, deviceClass, expectations.batchSize.at[deviceClass].cpuMhz, gpuMhz);
  const atUsual = effectAt(expectations.topology.usualOptimumGpuMhz[deviceClass]);
  const atHighest = effectAt(bandOf(expectations.devices[deviceClass].gpuMhz)[1]);
  return {
    powersavePower: near(powersave.powerPct, expected.powerPct, goal.slackPoints, 0.3),
    powersaveLatency: near(powersave.latencyPct, expected.latencyPct, goal.slackPoints, 0.3),
    powersaveEnergy: near(
      powersave.energyPct,
      0,
      goal.partOfEnergyBound * energyWithin,
      Math.max(energyWithin / 4, 0.02),
    ),
    batch: inside(atUsual, [low + 0.2, high - 0.2], 0.3),
    batchAtHighestGpu: inside(atHighest, [low, high], 1),
  };
}
