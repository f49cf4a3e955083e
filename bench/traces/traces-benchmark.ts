import type { Benchmark } from '../figures/figure';
export const tracesBenchmark: Benchmark = { name: 'traces', about: 'x', measure: async () => [] };
