import type { SearchAxis, SearchSpace } from './search-space';

/** Terms of a mean that is linear in them: `count` rows of `width`. */
export interface Features {
  readonly width: number;
  readonly values: Float64Array;
}

interface Fractions {
  cpu: number;
  gpu: number;
  memory: number;
  cores: number;
  batch: number;
  /** Logarithm of the batch, 0 at a batch of one and 1 at the largest. */
  logBatch: number;
}

interface Term {
  /** Axes that have to vary for the term to differ from others. */
  axes: readonly SearchAxis[];
  of: (fractions: Fractions) => number;
}

/**
 * Time of a batch: a part that no clock changes, one that waits for the CPU and one for the GPU, each once a batch and once an inference;
 * what waits for memory; what is shared out among cores (Amdahl).
 */
const TIME_TERMS: readonly Term[] = [
  { axes: [], of: () => 1 },
  { axes: ['cpuHz'], of: ({ cpu }) => 1 / cpu },
  { axes: ['gpuHz'], of: ({ gpu }) => 1 / gpu },
  { axes: ['batchSize'], of: ({ batch }) => batch },
  { axes: ['batchSize', 'gpuHz'], of: ({ batch, gpu }) => batch / gpu },
  { axes: ['batchSize', 'cpuHz'], of: ({ batch, cpu }) => batch / cpu },
  { axes: ['memoryHz'], of: ({ batch, memory }) => batch / memory },
  { axes: ['cores'], of: ({ batch, cpu, cores }) => batch / (cpu * cores) },
];

/** Power: what is always drawn, and dynamic power of each clock, f V^2 with V constant at first and then rising with f (Pagoda; SEARCH). */
const POWER_TERMS: readonly Term[] = [
  { axes: [], of: () => 1 },
  { axes: ['cpuHz'], of: ({ cpu }) => cpu },
  { axes: ['cpuHz'], of: ({ cpu }) => cpu ** 3 },
  { axes: ['gpuHz'], of: ({ gpu }) => gpu },
  { axes: ['gpuHz'], of: ({ gpu }) => gpu ** 3 },
  { axes: ['memoryHz'], of: ({ memory }) => memory },
  { axes: ['cores'], of: ({ cpu, cores }) => cores * cpu },
  { axes: ['batchSize'], of: ({ logBatch }) => logBatch },
  { axes: ['batchSize', 'gpuHz'], of: ({ logBatch, gpu }) => logBatch * gpu },
];

export const timeFeatures = (space: SearchSpace): Features => featuresOf(space, TIME_TERMS);
export const powerFeatures = (space: SearchSpace): Features => featuresOf(space, POWER_TERMS);

function featuresOf(space: SearchSpace, terms: readonly Term[]): Features {
  const used = terms.filter(({ axes }) => axes.every((axis) => space.axes.includes(axis)));
  const values = new Float64Array(space.count * used.length);
  const smallest = Math.log(Math.min(1, ...space.fractions.batchSize));
  for (let row = 0; row < space.count; row++) {
    const fractions = fractionsAt(space, row, smallest);
    used.forEach(({ of }, column) => (values[row * used.length + column] = of(fractions)));
  }
  return { width: used.length, values };
}

function fractionsAt({ fractions }: SearchSpace, row: number, smallest: number): Fractions {
  const batch = fractions.batchSize[row]!;
  return {
    cpu: fractions.cpuHz[row]!,
    gpu: fractions.gpuHz[row]!,
    memory: fractions.memoryHz[row]!,
    cores: fractions.cores[row]!,
    batch,
    logBatch: smallest === 0 ? 0 : 1 - Math.log(batch) / smallest,
  };
}
