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
  const { scale, unit } = energyUnitOf(energyMj);
  return formatWithin(energyMj / scale, (absoluteUncertaintyMj ?? 0) / scale, unit);
}

/** A part of the uncertainty of an energy, in the unit of that energy. */
export function formatUncertaintyPart(partMj: number, energyMj: number): string {
  const { scale, unit } = energyUnitOf(energyMj);
  return `${Number((partMj / scale).toPrecision(3))} ${unit}`;
}

/** How many mJ the unit has that an energy is shown in. */
function energyUnitOf(energyMj: number): { scale: number; unit: string } {
  return Math.abs(energyMj) >= MJ_PER_J ? { scale: MJ_PER_J, unit: 'J' } : { scale: 1, unit: 'mJ' };
}
