import { type Interval, scaleInterval } from '../statistics/interval';

const MJ_PER_KWH = 3.6e9;
const MILLION = 1e6;

/** What a million inferences cost by the energy of one, in mJ, and the price of a kilowatt-hour; in the currency of the price. */
export function costPerMillion(energyPerInferenceMj: Interval, pricePerKwh: number): Interval {
  return scaleInterval(energyPerInferenceMj, (MILLION / MJ_PER_KWH) * pricePerKwh);
}
