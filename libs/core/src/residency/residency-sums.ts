import type { ClockResidency, DomainResidency } from '../validity/clock-residency';

/** A clock of a device, as its records name it. */
export interface NamedClock {
  domain: 'cpu' | 'gpu';
  /** Of a CPU; null for the GPU. */
  policy: number | null;
}

/** One trial: where its clocks were, and how high each might go. */
export interface TrialResidency {
  residency: ClockResidency;
  /** Upper limits in force, as read back before the trial; a clock without is left out. */
  limits: { cpu: readonly { policy: number; max: number }[]; gpu: number | null };
}

/** Where one clock was, over several trials of a cell. */
export interface ResidencySum extends NamedClock {
  method: DomainResidency['method'];
  trials: number;
  /** The highest level that the governor might use. */
  topLevel: number;
  /** Shares of the time that was counted, ascending by level. */
  shares: { level: number; sharePct: number }[];
  topSharePct: number;
}

/** Sums up where clocks that are left to a governor were, trial by trial. */
export class ResidencySums {
  private readonly clocks = new Map<string, Sum>();

  /** `left`: which clocks are left to their governor. */
  add({ residency, limits }: TrialResidency, left: { cpu: boolean; gpu: boolean }): void {
    if (left.cpu) for (const part of residency.cpu) this.addCpu(part, limits);
    if (left.gpu && residency.gpu && limits.gpu !== null) {
      this.addPart({ domain: 'gpu', policy: null }, residency.gpu, limits.gpu);
    }
  }

  /** CPU policies first, by number. */
  sums(): ResidencySum[] {
    return [...this.clocks.values()].filter(({ totalMs }) => totalMs > 0).map(summed);
  }

  private addCpu(part: ClockResidency['cpu'][number], { cpu }: TrialResidency['limits']): void {
    const limit = cpu.find(({ policy }) => policy === part.policy);
    if (limit) this.addPart({ domain: 'cpu', policy: part.policy }, part, limit.max);
  }

  private addPart(clock: NamedClock, part: DomainResidency, max: number): void {
    const key = `${clock.domain} ${clock.policy}`;
    const sum = this.clocks.get(key) ?? {
      ...clock,
      method: part.method,
      trials: 0,
      max,
      totalMs: 0,
      spentMs: new Map(),
    };
    this.clocks.set(key, sum);
    sum.trials++;
    sum.max = Math.max(sum.max, max);
    if (part.method === 'sampled') sum.method = 'sampled';
    for (const { level, ms } of part.levels) {
      sum.spentMs.set(level, (sum.spentMs.get(level) ?? 0) + ms);
      sum.totalMs += ms;
    }
  }
}

interface Sum extends NamedClock {
  method: DomainResidency['method'];
  trials: number;
  max: number;
  totalMs: number;
  spentMs: Map<number, number>;
}

function summed({ domain, policy, method, trials, max, totalMs, spentMs }: Sum): ResidencySum {
  const shares = [...spentMs]
    .sort(([a], [b]) => a - b)
    .map(([level, ms]) => ({ level, sharePct: (100 * ms) / totalMs }));
  const topSharePct = shares.find(({ level }) => level === max)?.sharePct ?? 0;
  return { domain, policy, method, trials, topLevel: max, shares, topSharePct };
}
