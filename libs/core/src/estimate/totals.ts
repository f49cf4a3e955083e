import type { CellModel, Regressors } from './cell-model';
import type { CellEstimate, EstimateSource } from './cell-estimates';
import { dot, varianceOf } from './least-squares';

/** A sum over cells with its variance. */
export interface Total {
  readonly sum: number;
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

export interface Spreads {
  /** Standard deviation of the logarithm of one trial on the device. */
  readonly trialSdLog: number;
  /** Of a device against its class. */
  readonly devicesSdLog: { readonly ms: number; readonly mj: number };
}

/** From one campaign to the next on one device: its temperature, what else runs there. */
const CAMPAIGNS_SD_LOG = 0.01;

/** What the cells from one model have in common: how their sum moves with its coefficients. */
interface Direction {
  readonly ms: number[];
  readonly mjByTime: number[];
  readonly mjByPower: number[];
}

/** Adds up the windows and the energy of one device's trials. */
export class DeviceTotals {
  readonly cells: Record<EstimateSource, number> = { device: 0, class: 0, model: 0, none: 0 };
  /** Estimated ones. */
  trials = 0;
  private readonly sums = { ms: 0, mj: 0 };
  private readonly ofClass = { ms: 0, mj: 0 };
  /** Variances of what differs from cell to cell by chance. */
  private readonly chance = { ms: 0, mj: 0 };
  private readonly directions = new Map<CellModel, Direction>();

  constructor(private readonly spreads: Spreads) {}

  add(estimate: CellEstimate | null, inferences: number, repetitions: number): void {
    this.cells[estimate?.source ?? 'none']++;
    if (!estimate) return;
    this.trials += repetitions;
    const count = inferences * repetitions;
    const [ms, mj] = [count * estimate.ms, count * estimate.mj];
    this.sums.ms += ms;
    this.sums.mj += mj;
    if (estimate.source === 'class') {
      this.ofClass.ms += ms;
      this.ofClass.mj += mj;
    }
    const relative = this.spreads.trialSdLog ** 2 * (1 / repetitions + (estimate.fitted ? 0 : 1 / estimate.trials));
    const { time = 0, energy = 0 } = estimate.fitted ? this.addFitted(estimate.fitted, count) : {};
    this.chance.ms += ms ** 2 * (relative + time);
    this.chance.mj += mj ** 2 * (relative + energy);
  }

  get windowsMs(): Total {
    return this.total('ms', (model, { ms }) => varianceOf(ms, model.time));
  }

  get energyMj(): Total {
    return this.total('mj', ({ time, power }, { mjByTime, mjByPower }) => {
      return varianceOf(mjByTime, time) + varianceOf(mjByPower, power);
    });
  }

  private total(of: 'ms' | 'mj', variance: (model: CellModel, direction: Direction) => number): Total {
    const fitted = [...this.directions].reduce((sum, [model, direction]) => sum + variance(model, direction), 0);
    const campaigns = (CAMPAIGNS_SD_LOG * this.sums[of]) ** 2;
    const devices = (this.spreads.devicesSdLog[of] * this.ofClass[of]) ** 2;
    const worth = [...this.directions.keys()].map(({ time }) => time.degreesOfFreedom);
    return {
      sum: this.sums[of],
      variance: this.chance[of] + campaigns + devices + fitted,
      degreesOfFreedom: Math.min(Infinity, ...worth),
    };
  }

  /** Relative variances of the cell about its model. */
  private addFitted({ model, at }: { model: CellModel; at: Regressors }, count: number) {
    const { time, power, msScale, mwScale } = model;
    const direction = this.directions.get(model) ?? { ms: zeros(at), mjByTime: zeros(at), mjByPower: zeros(at) };
    this.directions.set(model, direction);
    const ms = dot(time.coefficients, at.time) * msScale;
    const watts = (dot(power.coefficients, at.power) * mwScale) / 1000;
    for (let i = 0; i < at.time.length; i++) {
      direction.ms[i]! += count * msScale * at.time[i]!;
      direction.mjByTime[i]! += count * msScale * watts * at.time[i]!;
      direction.mjByPower[i]! += (count * ms * mwScale * at.power[i]!) / 1000;
    }
    return { time: time.sd ** 2, energy: time.sd ** 2 + power.sd ** 2 };
  }
}

function zeros({ time }: Regressors): number[] {
  return new Array<number>(time.length).fill(0);
}
