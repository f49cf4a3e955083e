import { derivedRandom } from '../random/seeded-random';
import { bootstrapInterval } from '../statistics/bootstrap-interval';
import { type Interval, invertInterval, logHalfWidth } from '../statistics/interval';
import { isTooLowToRank, worstGrade, type Grade } from '../trust/grades';
import { type DeviceMatrix, FRAMES, type Frame } from './device-matrix';

/** A device against the best one, over all work that every device has measured. */
export interface RankedDevice {
  device: string;
  deviceClass: string;
  /** Null: its grade is too low to rank. */
  rank: number | null;
  /** The worst of its figures in these works. */
  grade: Grade;
  /** Geometric means of ratios to the best device: 1 for that one itself. The best is of those that are ranked, where there are any. */
  energy: Interval;
  latency: Interval;
  edp: Interval;
  /** Whether its energy is certainly more than that of the best; never of one that is not ranked. */
  apart: boolean;
}

export interface DeviceRanking {
  frame: Frame;
  /** How many works (workload, batch size, options) the means are over. */
  works: number;
  /** By rising energy, those that are not ranked last. */
  devices: RankedDevice[];
  /** False: the grade of a device is too low, so the order is not that of all. */
  rankable: boolean;
  /** Devices that lack some of what others measured: they are not ranked, where that leaves two. */
  missing: string[];
}

/** The same for all calls: the same results give the same intervals. */
const SEED = 1;
const EXACTLY_ONE: Interval = { estimate: 1, low: 1, high: 1 };

type Figure = 'energy' | 'latency' | 'edp';

/**
 * Ranks devices by the geometric mean of their ratios (P. J. Fleming, J. J. Wallace, Commun. ACM 29, 1986) over the work that all of them have.
 * The interval joins the bootstrap over works (BCa), which is what another choice of work would have changed, with the mean uncertainty of the
 * ratios, which does not shrink with their number since it is mostly the two sensors'. Yields often.
 */
export function* rankDevices(matrices: readonly DeviceMatrix[]): Generator<void, DeviceRanking[]> {
  const rankings: DeviceRanking[] = [];
  for (const frame of FRAMES) {
    const inFrame = matrices.filter((matrix) => matrix.frame === frame);
    if (inFrame.length === 0) continue;
    const { common, missing } = commonWork(inFrame);
    if (common.length > 0) rankings.push({ ...(yield* rankIn(common)), frame, missing });
    yield;
  }
  return rankings;
}

/** The work of the most devices: that which has the largest set of them, with what else has all of these. */
function commonWork(matrices: readonly DeviceMatrix[]): { common: DeviceMatrix[]; missing: string[] } {
  const names = (matrix: DeviceMatrix): string[] => matrix.devices.map(({ device }) => device);
  const all = [...new Set(matrices.flatMap(names))];
  const largest = matrices.reduce((best, matrix) => (matrix.devices.length > best.devices.length ? matrix : best));
  const ranked = new Set(names(largest));
  const common = matrices.filter((matrix) => [...ranked].every((device) => names(matrix).includes(device)));
  return { common, missing: all.filter((device) => !ranked.has(device)) };
}

function* rankIn(matrices: readonly DeviceMatrix[]): Generator<void, Omit<DeviceRanking, 'frame' | 'missing'>> {
  const { devices } = matrices[0]!;
  const meanLog = (device: string): number =>
    matrices.reduce((sum, matrix) => sum + Math.log(energyOf(matrix, device)), 0) / matrices.length;
  const graded = devices.map((each) => ({ ...each, ...gradeIn(matrices, each.device), log: meanLog(each.device) }));
  const sorted = graded.sort((a, b) => Number(b.rankable) - Number(a.rankable) || a.log - b.log);
  const best = sorted[0]!.device;
  const ranked: RankedDevice[] = [];
  for (const [place, { device, deviceClass, grade, rankable }] of sorted.entries()) {
    const [energy, latency, edp] = [
      yield* meanRatio(matrices, device, best, 'energy'),
      yield* meanRatio(matrices, device, best, 'latency'),
      yield* meanRatio(matrices, device, best, 'edp'),
    ];
    const rank = rankable ? place + 1 : null;
    ranked.push({ device, deviceClass, rank, grade, energy, latency, edp, apart: rankable && energy.low > 1 });
  }
  return { works: matrices.length, devices: ranked, rankable: ranked.every(({ rank }) => rank !== null) };
}

function gradeIn(matrices: readonly DeviceMatrix[], name: string): { grade: Grade; rankable: boolean } {
  const figures = matrices.flatMap(({ devices }) => devices.filter(({ device }) => device === name));
  const grade = worstGrade(figures.map(({ point }) => point.grade));
  return { grade, rankable: !isTooLowToRank(grade) };
}

function energyOf({ devices }: DeviceMatrix, name: string): number {
  return devices.find(({ device }) => device === name)!.point.energyMj.estimate;
}

function* meanRatio(
  matrices: readonly DeviceMatrix[],
  device: string,
  best: string,
  figure: Figure,
): Generator<void, Interval> {
  if (device === best) return EXACTLY_ONE;
  const ratios = matrices.map((matrix) => ratioIn(matrix, device, best, figure));
  const logs = ratios.map(({ estimate }) => Math.log(estimate));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const measured = ratios.reduce((sum, ratio) => sum + logHalfWidth(ratio), 0) / ratios.length;
  const random = derivedRandom(SEED, `${device} ${best} ${figure}`);
  const works = yield* bootstrapInterval(
    ratios.map(({ estimate }) => estimate),
    random,
  );
  const [below, above] = works ? [mean - Math.log(works.low), Math.log(works.high) - mean] : [0, 0];
  return {
    estimate: Math.exp(mean),
    low: Math.exp(mean - Math.hypot(below, measured)),
    high: Math.exp(mean + Math.hypot(above, measured)),
  };
}

/** A ratio is stored for one order of two devices: the other way round it is one over it. */
function ratioIn({ ratios }: DeviceMatrix, device: string, best: string, figure: Figure): Interval {
  for (const each of ratios) {
    if (each.device === device && each.against === best) return each[figure];
    if (each.device === best && each.against === device) return invertInterval(each[figure]);
  }
  return EXACTLY_ONE;
}
