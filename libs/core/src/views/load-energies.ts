import { halfWidth95, standardErrorOf } from '../statistics/cell-interval';
import { intervalFromLog } from '../statistics/interval';
import { poolVariance } from '../statistics/pooled-variance';
import { LOAD_EDGES_SHARE } from '../study/measured-source';
import { loadKey, type LoadEnergies } from './implementation-effect';

/** Energies of loading of one cell on a device, over its accepted trials. */
export interface MeasuredLoad {
  device: string;
  cellKey: string;
  trials: number;
  /** Mean and standard deviation of the logarithms; null with a single trial. */
  meanLog: number;
  sdLog: number | null;
}

/**
 * Geometric means with 95 % intervals: repetition, pooled over these cells of a device, and what the edges of so short a window leave open, which
 * is taken to be as much as on a Nano, whose sensor averages longest.
 */
export function loadEnergies(loads: readonly MeasuredLoad[]): LoadEnergies {
  const devices = [...new Set(loads.map(({ device }) => device))];
  const pools = new Map(devices.map((name) => [name, poolVariance(loads.filter(({ device }) => device === name))]));
  return new Map(
    loads.map((load) => {
      const repetition = halfWidth95([standardErrorOf(load, pools.get(load.device)!)]);
      const energyMj = intervalFromLog(load.meanLog, Math.hypot(repetition, LOAD_EDGES_SHARE));
      return [loadKey(load.device, load.cellKey), { trials: load.trials, energyMj }];
    }),
  );
}
