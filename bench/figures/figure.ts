/** One measured figure against a baseline that was measured in the same run. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  /** `value` over `baseline`; of several paired rounds the median of their ratios. */
  ratio: number;
  /** Such as `value <= 1`, in the figure's unit, or `ratio >= 5`. */
  target: string;
  holds: boolean;
}

/** What a figure is held to. */
export interface Target {
  of: 'value' | 'ratio';
  bound: '<=' | '>=';
  limit: number;
}

/** What was measured on both sides in one round, in the same unit. */
export interface Round {
  value: number;
  baseline: number;
}

/** What a benchmark is asked for by name, and what it measures. */
export interface Benchmark {
  name: string;
  /** A former name that still works. */
  alias?: string;
  /** One sentence for the list. */
  about: string;
  /** Measures and reports progress through `log`. All random choices derive from `seed`. */
  measure(log: (line: string) => void, options: { seed: number }): Promise<Figure[]>;
}
