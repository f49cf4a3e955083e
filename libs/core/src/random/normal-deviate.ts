import type { Random } from './seeded-random';

/** One deviate of the standard normal distribution (Box and Muller, Ann. Math. Statist. 29, 1958; cosine branch only). */
export function normalDeviate(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
