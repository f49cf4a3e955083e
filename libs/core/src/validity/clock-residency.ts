/** How long one clock was at each of its levels over the inference window, in the unit of the clock. */
export interface DomainResidency {
  /** `counters` of the kernel, or `sampled`: the clock was read once a second. */
  method: 'counters' | 'sampled';
  /** What the time off a level may be off. */
  resolutionMs: number;
  levels: readonly { level: number; ms: number }[];
}

/** Of all clocks of a device; null: not known. */
export interface ClockResidency {
  cpu: readonly (DomainResidency & { policy: number })[];
  gpu: DomainResidency | null;
  emc: DomainResidency | null;
}
