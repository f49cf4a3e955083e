import type { TrialCheck } from './trial-check';
import type { Clock } from '../factors/factor';
import { CLOCK_TOLERANCE, LIMIT_TOLERANCE, near } from './clock-tolerance';
import type { ClockReading, TrialEvidence } from './trial-evidence';

/** Limits, governor and clock of one CPU policy or of the GPU. */
interface DomainReading {
  domain: string;
  unit: 'kHz' | 'Hz';
  level: Clock;
  governor: string;
  min: number;
  max: number;
  cur: number;
}

export const clockAsRequested: TrialCheck = {
  name: 'clock_as_requested',
  severity: 'reject',
  finds: ({ requested, before, hasClocks }) => {
    if (!before) return 'the clocks were not read back before the trial';
    // Every Jetson has both. A clock that is left to its governor has limits that have to be known, too.
    if (before.cpu.length === 0 && (hasClocks || typeof requested.cpuKhz === 'number')) {
      return 'no CPU policy was read back';
    }
    if (!before.gpu && (hasClocks || typeof requested.gpuHz === 'number')) return 'no GPU clock was read back';
    const wrong = domainsOf(requested, before).find((reading) => !isPinned(reading));
    return wrong ? `${describe(wrong)}, requested ${wrong.level} ${wrong.unit}` : null;
  },
  remedy:
    'check for another program that sets clocks (jetson_clocks, nvpmodel), and whether the power mode allows the level',
};

export const clocksHeld: TrialCheck = {
  name: 'clocks_held',
  severity: 'reject',
  finds: ({ requested, before, after, hasClocks }) => {
    if (!before || !after) return 'the clocks were not read back before and after the trial';
    const earlier = domainsOf(requested, before);
    const later = domainsOf(requested, after);
    if (later.length === 0 && hasClocks) return 'no clock was read back after the trial';
    const changed = [...only(earlier, later, 'is gone after'), ...only(later, earlier, 'came during')];
    if (changed.length > 0) return changed.join('; ');
    const was = new Map(earlier.map((reading) => [reading.domain, reading]));
    const moved = later.find((reading) => !isHeld(was.get(reading.domain)!, reading));
    return moved ? `${describe(moved)} after the trial; before it ${describe(was.get(moved.domain)!)}` : null;
  },
  remedy: 'another program changed the clocks during the trial: stop it, or check for throttling',
};

/** Domains that only one of two readings has, with what that means. */
function only(these: readonly DomainReading[], others: readonly DomainReading[], what: string): string[] {
  const known = new Set(others.map(({ domain }) => domain));
  return these.filter(({ domain }) => !known.has(domain)).map(({ domain }) => `${domain} ${what} the trial`);
}

function domainsOf(requested: TrialEvidence['requested'], reading: ClockReading): DomainReading[] {
  const cpu = reading.cpu.map(({ policy, governor, minKhz, maxKhz, curKhz }) => ({
    domain: `CPU policy ${policy}`,
    unit: 'kHz' as const,
    level: requested.cpuKhz,
    governor,
    min: minKhz,
    max: maxKhz,
    cur: curKhz,
  }));
  const { gpu } = reading;
  if (!gpu) return cpu;
  const gpuReading = { domain: 'GPU', unit: 'Hz' as const, level: requested.gpuHz, governor: gpu.governor };
  return [...cpu, { ...gpuReading, min: gpu.minHz, max: gpu.maxHz, cur: gpu.curHz }];
}

/** A clock left to the governor moves by design; a fixed one has both limits and the clock itself at its level. */
function isPinned({ domain, level, min, max, cur }: DomainReading): boolean {
  if (typeof level === 'string') return true;
  const limitsSet = near(min, level, LIMIT_TOLERANCE) && near(max, level, LIMIT_TOLERANCE);
  // A rail-gated GPU has no clock until it has work.
  return limitsSet && (near(cur, level, CLOCK_TOLERANCE) || (domain === 'GPU' && cur === 0));
}

function isHeld(before: DomainReading, after: DomainReading): boolean {
  const sameRange = before.min === after.min && before.max === after.max && before.governor === after.governor;
  return sameRange && isPinned(after);
}

function describe({ domain, unit, governor, min, max, cur }: DomainReading): string {
  return `${domain} is at ${cur} ${unit}, ${min} to ${max} ${unit}, governor ${governor}`;
}
