import type { Figure, Round } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';

/** What the benchmark measured. A reading is one rail at one instant: a sample of three rails holds three. */
export interface Measured {
  readings: number;
  /** Bytes on disk of all of them: chunks, a row for each reading, a row for each sample. */
  chunkBytes: number;
  narrowBytes: number;
  wideBytes: number;
  /** Readings a second, chunks against narrow rows. */
  rates: readonly Round[];
}

/**
 * Targets, for trials of a minute: about 700 samples of three rails, 2,100 readings, one chunk.
 *
 * Bytes: a difference of two noisy readings of the 40 mW staircase holds 4 to 5 bits, of the two levels within a batch one
 * more, and a byte code takes 1.5 B for it; the jitter of a time takes 1.7 B, shared by three rails. That is 2.1 B. A chunk's
 * row, its summary, its key and its part-filled TOAST pages are about 1.9 kB, 0.9 B a reading. Above 4 B something is wrong. A
 * narrow row cannot be below 60 B: 24 B of header, 4 B of line pointer, 18 B of data padded to 24, and its index entry. A
 * wide one shares that among three readings, about 28 B; chunks are to take less than a fifth of it.
 *
 * Rate: a thousand boards at ten samples of three rails a second make 30,000 readings a second; three times that leaves room
 * for a worker that has something else to do. The limit is not the disk (two fsyncs a trial, one for each record, shared by
 * what commits at the same time; a reading's part of one is a thousandth) but about 19 short statements a trial. Rows have the easier part:
 * their trials take one fsync and five statements and are neither decoded, nor checked, nor integrated.
 */
export function traceFigures({ readings, chunkBytes, narrowBytes, wideBytes, rates }: Measured): Figure[] {
  const size = (bytes: number): Round[] => [{ value: chunkBytes / readings, baseline: bytes / readings }];
  return [
    makeFigure('bytes_per_reading', 'B', size(narrowBytes), { of: 'value', bound: '<=', limit: 4 }),
    makeFigure('bytes_per_reading_vs_wide_rows', 'B', size(wideBytes), { of: 'ratio', bound: '<=', limit: 0.2 }),
    makeFigure('committed_readings_per_s', '1/s', rates, { of: 'value', bound: '>=', limit: 90_000 }),
  ];
}
