import type { Level, OfferFacts, PowerModeFacts } from '../factors/factor';
import { formatFrequency } from '../factors/format-frequency';
import { FACTORS, type FactorKey } from '../factors/registry';
import { stepsInRange } from '../factors/snap-levels';
import type { DeviceLevels, ModeLevels } from './device-levels';

/** What a mode limits. */
interface Limit {
  readonly key: 'gpuHz' | 'cpuKhz' | 'activeCores' | 'emcHz';
  readonly text: string;
  readonly allows: (level: number) => boolean;
}

/**
 * The levels that each named power mode leaves: a mode caps clocks and cores, and what lies above is not measured in it. What lies
 * below its lowest clock is: that is for governors.
 */
export function levelsInModes(
  factors: DeviceLevels['factors'],
  facts: OfferFacts,
): { inModes: ModeLevels[]; notes: string[] } {
  const named = (factors.powerMode ?? []).filter((mode) => typeof mode === 'string');
  const notes: string[] = [];
  const inModes = named.flatMap((mode): ModeLevels[] => {
    const meaning = facts.powerModes?.find(({ name }) => name === mode)?.meaning;
    const limited = meaning ? limitsOf(meaning, facts).flatMap((limit) => withinLimit(limit, factors)) : [];
    notes.push(...limited.map(({ note }) => `in power mode ${mode} ${note}`));
    return limited.length === 0
      ? []
      : [{ mode, levels: Object.fromEntries(limited.map(({ key, levels }) => [key, levels])) }];
  });
  return { inModes, notes };
}

function limitsOf({ cores, cpuMaxKhz, gpuMaxHz, emcMaxHz }: PowerModeFacts['meaning'], facts: OfferFacts): Limit[] {
  const cpuTable = facts.cpuPolicies[0]?.frequenciesKhz ?? [];
  const gpuTable = facts.gpu?.frequenciesHz ?? [];
  return [
    ...(gpuMaxHz === null ? [] : [clockLimit('gpuHz', gpuMaxHz, gpuTable, formatFrequency(gpuMaxHz))]),
    ...(cpuMaxKhz === null ? [] : [clockLimit('cpuKhz', cpuMaxKhz, cpuTable, formatFrequency(cpuMaxKhz * 1000))]),
    ...(cores === null ? [] : [limit('activeCores', cores, String(cores))]),
    ...(emcMaxHz === null ? [] : [limit('emcHz', emcMaxHz, formatFrequency(emcMaxHz))]),
  ];
}

/** The cap stands for the step that it stands for in a list: boards print 918 MHz for 921.6 MHz. */
function clockLimit(key: Limit['key'], max: number, table: readonly number[], text: string): Limit {
  const allowed = stepsInRange(table, 0, max);
  return { key, text, allows: (level) => allowed.includes(level) };
}

function limit(key: Limit['key'], max: number, text: string): Limit {
  return { key, text, allows: (level) => level <= max };
}

/** Nothing where the limit leaves every level. */
function withinLimit(
  { key, text, allows }: Limit,
  factors: DeviceLevels['factors'],
): { key: FactorKey; levels: readonly Level[]; note: string }[] {
  const all = factors[key] ?? [];
  const levels = all.filter((level) => typeof level !== 'number' || allows(level));
  if (levels.length === all.length) return [];
  const { name } = FACTORS.find((factor) => factor.key === key)!;
  const left = `${all.length - levels.length} of ${all.length} levels of ${name} left out: above ${text}`;
  return [{ key, levels, note: levels.length === 0 ? `${left}; nothing is measured there` : left }];
}
