import { normalDeviate, seededRandom } from '@joulefleet/core';
import { possibleSteps, type CellDeviations } from './possible-steps';

const NIGHTS = 20_000;
const cellOf = (sd: number): CellDeviations => {
  const random = seededRandom(`cell ${sd}`);
  return { sd, deviations: Array.from({ length: NIGHTS }, () => sd * normalDeviate(random)) };
};
const share = ({ count, of }: { count: number; of: number }): number => count / of;

it('finds what the normal distribution says of cells that scatter alike, with either threshold', () => {
  const { ideal, equal } = possibleSteps([cellOf(1)], 3, 0.02 * NIGHTS);
  // Φ(3 - 2.326)
  expect(Math.abs(share(ideal) - 0.75)).toBeLessThan(0.01);
  expect(Math.abs(share(equal) - 0.75)).toBeLessThan(0.01);
});

it('finds more with thresholds of their own where cells scatter unlike each other, with the same flags', () => {
  const { ideal, equal } = possibleSteps([cellOf(0.5), cellOf(2)], 3, 0.02 * 2 * NIGHTS);
  // One threshold: all of the quiet cell, and Φ(1.5 - 2.326) of the other. With all flags for the other: Φ(1.5 - 2.054).
  expect(Math.abs(share(equal) - (1 + 0.204) / 2)).toBeLessThan(0.01);
  expect(Math.abs(share(ideal) - (1 + 0.29) / 2)).toBeLessThan(0.01);
});
