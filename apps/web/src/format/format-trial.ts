import { formatWithin } from './format';

/** Repetitions count from 1; 0 is a sentinel. */
export function repetitionOf({ repetition }: { repetition: number }): string {
  return repetition === 0 ? 'sentinel' : `repetition ${repetition}`;
}

const MJ_PER_J = 1000;

/** Energy in J with its uncertainty, in mJ below one joule. */
export function energyOfTrial({
  energyMj,
  absoluteUncertaintyMj,
}: {
  energyMj: number | null;
  absoluteUncertaintyMj: number | null;
}): string {
  if (energyMj === null) return '–';
  const [scale, unit] = Math.abs(energyMj) >= MJ_PER_J ? [MJ_PER_J, 'J'] : [1, 'mJ'];
  return formatWithin(energyMj / scale, (absoluteUncertaintyMj ?? 0) / scale, unit);
}
