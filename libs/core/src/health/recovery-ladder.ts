/** Steps by which a device is brought back, the gentlest first. */
export const RUNGS = ['reconnect', 'restart_agent', 'reboot', 'power_cycle'] as const;
export type Rung = (typeof RUNGS)[number];

/** One step that was taken. Times are ISO 8601. */
export interface LadderStep {
  rung: Rung;
  startedAt: string;
  /** Null: under way, or interrupted with the controller. */
  endedAt: string | null;
  helped: boolean;
  /** What was seen. */
  evidence: string;
}

/** What was tried on a device since it was good, and why. */
export interface Ladder {
  /** Whether there is still something to recover from. */
  open: boolean;
  /** The device's own faults, the last ones. */
  faults: { at: string; message: string }[];
  steps: LadderStep[];
}

export interface Means {
  /** Whether the device can be reached: if not, only its power can be cut. */
  present: boolean;
  allowReboot: boolean;
  canPowerCycle: boolean;
}

/** A rung that is next, or the end of the ladder: a person, or (an absent device may be the network's fault) waiting. */
export type NextRung = Rung | 'quarantine' | 'wait';

const FAULTS_KEPT = 3;

/** The gentlest rung that may be taken and was not tried yet. */
export function nextRung(steps: readonly LadderStep[], means: Means): NextRung {
  const rung = RUNGS.find((each) => mayTake(each, means) && !steps.some((step) => step.rung === each));
  return rung ?? (means.present ? 'quarantine' : 'wait');
}

function mayTake(rung: Rung, { present, allowReboot, canPowerCycle }: Means): boolean {
  if (rung === 'power_cycle') return canPowerCycle;
  return present && (rung !== 'reboot' || allowReboot);
}

/** The ladder of a device that has failed once more by its own fault. Rungs tried before are not tried again. */
export function ladderAfterFault(ladder: Ladder | null, at: string, message: string): Ladder {
  const faults = [...(ladder?.faults ?? []), { at, message }].slice(-FAULTS_KEPT);
  return { open: true, faults, steps: ladder?.steps ?? [] };
}

/** What was tried is remembered until a shard completes: a device that fails again climbs on from there. */
export function ladderAfterCheck(ladder: Ladder | null, consecutiveFaults: number): Ladder | null {
  return ladder && consecutiveFaults > 0 ? { ...ladder, open: false } : null;
}

/** What was tried, for people: the evidence of a quarantine. */
export function describeLadder({ steps }: Pick<Ladder, 'steps'>): string {
  return steps.map(({ rung, evidence }) => `${rung.replace('_', ' ')}: ${evidence}`).join('; ');
}
