import type { OfferFacts } from '../factors/factor';
import { formatFrequency } from '../factors/format-frequency';
import type { DeviceLevels } from './device-levels';

/** A clock whose limit in force is below the end of its table, in Hz. */
interface Capped {
  key: 'cpuKhz' | 'gpuHz';
  capHz: number;
  topHz: number;
}

const NAMES = { cpuKhz: 'CPU', gpuHz: 'GPU' };
const HZ_PER_UNIT = { cpuKhz: 1000, gpuHz: 1 };

/**
 * What a plan says of a device whose limits in force are below the tables: which cells stay within them, and which do not.
 * Null: nothing to say.
 */
export function describeLimits(facts: OfferFacts, levels: Pick<DeviceLevels, 'factors' | 'baselines'>): string | null {
  const capped = cappedClocks(facts);
  if (capped.length === 0) return null;
  const inOwnMode = levels.factors.powerMode?.includes(null) ?? true;
  const governed = (level: 'stock' | 'dvfs'): boolean =>
    capped.some(
      ({ key }) =>
        (inOwnMode && levels.factors[key]?.includes(level)) || levels.baselines.some((point) => point[key] === level),
    );
  const above = inOwnMode ? capped.filter(({ key, capHz }) => highestHz(levels, key) > capHz) : [];
  const what = [
    ...(governed('stock') ? ['stock cells stay within that'] : []),
    ...(governed('dvfs') ? ['DVFS cells lift that to the whole table'] : []),
    ...(above.length > 0 ? [`levels of the ${above.map(({ key }) => NAMES[key]).join(' and the ')} lie above it`] : []),
  ];
  if (what.length === 0) return null;
  const mode = facts.powerMode ? `power mode ${facts.powerMode.name ?? facts.powerMode.id} is` : 'limits are';
  const inForce = capped.map(
    ({ key, capHz, topHz }) => `${NAMES[key]} ${formatFrequency(capHz)} of ${formatFrequency(topHz)}`,
  );
  return `${mode} in force with ${inForce.join(', ')}; ${what.join(', and ')}`;
}

function highestHz({ factors }: Pick<DeviceLevels, 'factors'>, key: Capped['key']): number {
  const pinned = (factors[key] ?? []).filter((level) => typeof level === 'number');
  return Math.max(0, ...pinned) * HZ_PER_UNIT[key];
}

function cappedClocks({ cpuPolicies, gpu }: OfferFacts): Capped[] {
  const cpu = cpuPolicies.flatMap(({ frequenciesKhz, maxKhz }) =>
    maxKhz === undefined ? [] : [{ capHz: maxKhz * 1000, topHz: Math.max(...frequenciesKhz) * 1000 }],
  );
  const lowest = cpu.length > 0 ? cpu.reduce((a, b) => (b.capHz < a.capHz ? b : a)) : null;
  const clocks: Capped[] = [
    ...(lowest ? [{ key: 'cpuKhz' as const, ...lowest }] : []),
    ...(gpu?.maxHz === undefined
      ? []
      : [{ key: 'gpuHz' as const, capHz: gpu.maxHz, topHz: Math.max(...gpu.frequenciesHz) }]),
  ];
  return clocks.filter(({ capHz, topHz }) => capHz < topHz);
}
