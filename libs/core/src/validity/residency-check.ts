import type { Clock } from '../factors/factor';
import { near, CLOCK_TOLERANCE, LIMIT_TOLERANCE } from './clock-tolerance';
import type { ClockResidency, DomainResidency } from './clock-residency';
import type { TrialCheck } from './trial-check';
import { inferenceWindow, type TrialEvidence } from './trial-evidence';

/** One clock over the window, and the level it was to keep. */
interface Watched {
  domain: string;
  unit: string;
  level: Clock | null | undefined;
  /** Share of the level within which a clock is at it. */
  tolerance: number;
  spent: DomainResidency;
}

export const clockKeptLevel: TrialCheck = {
  name: 'clock_kept_level',
  severity: 'reject',
  finds: ({ requested, residency, events, limits: { maxOffShare } }) => {
    const window = inferenceWindow(events);
    if (!residency || !window || window.endUs <= window.startUs) return null;
    const windowMs = (window.endUs - window.startUs) / 1000;
    const left = watchedOf(requested, residency).flatMap((each) =>
      describeLeft(each, maxOffShare * windowMs, windowMs),
    );
    return left.length === 0 ? null : left.join('; ');
  },
  remedy: 'another program or the device itself moved the clock during the window: stop it, or check for throttling',
};

function watchedOf(requested: TrialEvidence['requested'], { cpu, gpu, emc }: ClockResidency): Watched[] {
  return [
    ...cpu.map((spent) => watched(`CPU policy ${spent.policy}`, 'kHz', requested.cpuKhz, spent)),
    ...(gpu ? [watched('GPU', 'Hz', requested.gpuHz, gpu)] : []),
    // Boards round a rate that is locked: its levels are far apart.
    ...(emc ? [{ ...watched('memory clock', 'Hz', requested.emcHz, emc), tolerance: CLOCK_TOLERANCE }] : []),
  ];
}

/** What is read may be a little under its level; what is counted has the level's name. */
function watched(domain: string, unit: string, level: Watched['level'], spent: DomainResidency): Watched {
  return { domain, unit, level, spent, tolerance: spent.method === 'counters' ? LIMIT_TOLERANCE : CLOCK_TOLERANCE };
}

/** What to say of a pinned clock that left its level for longer than its record may be off. */
function describeLeft(
  { domain, unit, level, spent, tolerance }: Watched,
  maxOffMs: number,
  windowMs: number,
): string[] {
  if (typeof level !== 'number') return [];
  const off = spent.levels.filter((other) => !near(other.level, level, tolerance));
  const offMs = off.reduce((sum, { ms }) => sum + ms, 0);
  if (offMs - spent.resolutionMs <= maxOffMs) return [];
  const where = off.map((other) => `${Math.round(other.ms)} ms at ${other.level} ${unit}`).join(', ');
  const how = spent.method === 'counters' ? "by the kernel's counters" : 'read once a second';
  return [`${domain} was to stay at ${level} ${unit}; of ${Math.round(windowMs)} ms it was ${where}, ${how}`];
}
