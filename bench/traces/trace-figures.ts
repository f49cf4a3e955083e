import type { Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';

/** What the benchmark measured. A reading is one rail at one instant. */
export interface Measured {
  readings: number;
  chunkBytes: number;
  narrowBytes: number;
  wideBytes: number;
  /** Readings a second. */
  rates: readonly Round[];
}

export function traceFigures({ readings, chunkBytes, narrowBytes, wideBytes, rates }: Measured): Figure[] {
  const value = chunkBytes / readings;
  return [
    makeFigure('bytes_per_reading', 'B', [{ value, baseline: narrowBytes / readings }], { of: 'value', bound: '<=', limit: 3 }),
    makeFigure('bytes_per_reading_vs_wide_rows', 'B', [{ value, baseline: wideBytes / readings }], { of: 'ratio', bound: '<=', limit: 0.2 }),
    makeFigure('committed_readings_per_s', '1/s', rates, { of: 'ratio', bound: '>=', limit: 2 }),
  ];
}
