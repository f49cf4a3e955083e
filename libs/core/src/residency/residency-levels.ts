import type { ClockResidency, DomainResidency } from '../validity/clock-residency';

type Part<Level> = Omit<DomainResidency, 'levels'> & { levels: readonly Level[] };
type HzPart = Part<{ hz: number; ms: number }>;

/** An agent's record of where the clocks were. */
export interface RecordedResidency {
  cpu: readonly (Part<{ khz: number; ms: number }> & { policy: number })[];
  gpu: HzPart | null;
  emc: HzPart | null;
}

/** The same with every level in the unit of its clock. */
export function residencyLevels({ cpu, gpu, emc }: RecordedResidency): ClockResidency {
  const inHz = (part: HzPart | null) =>
    part && { ...part, levels: part.levels.map(({ hz, ms }) => ({ level: hz, ms })) };
  const inKhz = cpu.map((part) => ({ ...part, levels: part.levels.map(({ khz, ms }) => ({ level: khz, ms })) }));
  return { cpu: inKhz, gpu: inHz(gpu), emc: inHz(emc) };
}
