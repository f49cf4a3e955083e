/** A measured figure and a baseline measured in the same run. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  /** `value` divided by `baseline`; with several paired rounds, the median of their ratios. */
  ratio: number;
  /** Such as `value <= 1`, in the figure's unit, or `ratio >= 5`. */
  target: string;
  holds: boolean;
}

/** The target of a figure. */
export interface Target {
  of: 'value' | 'ratio';
  bound: '<=' | '>=';
  limit: number;
}

/** Both sides of one round, in the same unit. */
export interface Round {
  value: number;
  baseline: number;
}

/** A benchmark, selected by name. */
export interface Benchmark {
  name: string;
  /** A former name that still works. */
  alias?: string;
  /** One sentence for the list. */
  about: string;
  /** Measures and reports progress through `log`. All random choices derive from `seed`. */
  measure(log: (line: string) => void, options: { seed: number }): Promise<Figure[]>;
}
