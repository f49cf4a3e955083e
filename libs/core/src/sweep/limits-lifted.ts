import { formatFrequency } from '../factors/format-frequency';
import type { OfferFacts } from '../factors/factor';

/** A clock whose limit in force is below the end of its table, in Hz. */
interface Capped {
  name: string;
  capHz: number;
  topHz: number;
}

/**
 * What a plan says of a device whose limits in force are below the tables: a baseline that spans the whole table, and levels
 * above a limit, are more than the device does at rest. Null: nothing to say.
 */
export function describeLiftedLimits(
  facts: OfferFacts,
  highest: { cpuHz: number | null; gpuHz: number | null },
  baseline: boolean,
): string | null {
  const capped = cappedClocks(facts);
  const above = capped.filter(({ name, capHz }) => (highest[name === 'GPU' ? 'gpuHz' : 'cpuHz'] ?? 0) > capHz);
  if (capped.length === 0 || (!baseline && above.length === 0)) return null;
  const mode = facts.powerMode ? `power mode ${facts.powerMode.name ?? facts.powerMode.id}` : 'its limits';
  const inForce = capped.map(
    ({ name, capHz, topHz }) => `${name} ${formatFrequency(capHz)} of ${formatFrequency(topHz)}`,
  );
  const what = [
    ...(baseline ? ['the DVFS cell lifts that to the whole table'] : []),
    ...(above.length > 0 ? [`levels of the ${above.map(({ name }) => name).join(' and the ')} lie above it`] : []),
  ];
  return `${mode} is in force with ${inForce.join(', ')}; ${what.join(', and ')}`;
}

function cappedClocks({ cpuPolicies, gpu }: OfferFacts): Capped[] {
  const cpu = cpuPolicies.flatMap(({ frequenciesKhz, maxKhz }) =>
    maxKhz === undefined ? [] : [{ capHz: maxKhz * 1000, topHz: Math.max(...frequenciesKhz) * 1000 }],
  );
  const lowest = cpu.length > 0 ? cpu.reduce((a, b) => (b.capHz < a.capHz ? b : a)) : null;
  const clocks: Capped[] = [
    ...(lowest ? [{ name: 'CPU', ...lowest }] : []),
    ...(gpu?.maxHz === undefined ? [] : [{ name: 'GPU', capHz: gpu.maxHz, topHz: Math.max(...gpu.frequenciesHz) }]),
  ];
  return clocks.filter(({ capHz, topHz }) => capHz < topHz);
}
