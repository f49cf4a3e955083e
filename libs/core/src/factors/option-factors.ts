import { DEFAULT_LEVEL } from './default-level';
import type { Factor, Grammar, Level } from './factor';

interface OptionFactorOptions<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly grammar: Grammar;
}

/** An option of the workload; null is what the workload does by itself, and is not handed to it. */
function optionFactor<const Name extends string, L extends Level>(
  options: OptionFactorOptions<Name>,
): Factor<Name, Name, L | null, readonly (L | null)[]> {
  const rank = (level: L | null): string => (level === null ? '' : `=${String(level)}`);
  return {
    ...options,
    key: options.name,
    unit: null,
    appliedTo: 'workload',
    optional: true,
    unset: null,
    fallback: [null],
    snap: (wanted) => ({
      levels: [...new Set(wanted)].sort((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b)))),
      notes: [],
    }),
    findUnknown: () => [],
    format: (level) => (level === null ? DEFAULT_LEVEL : String(level)),
  };
}

/** What executes the model. */
export const runtime = optionFactor<'runtime', string>({
  name: 'runtime',
  title: 'runtime',
  grammar: { kind: 'word', words: ['pytorch', 'libtorch', 'tensorrt', 'onnxruntime', 'tflite', 'opencv'] },
});

/** In what the model's numbers are. */
export const precision = optionFactor<'precision', string>({
  name: 'precision',
  title: 'precision',
  grammar: { kind: 'word', words: ['fp32', 'tf32', 'fp16', 'bf16', 'int8'] },
});

/** Whether CUDA loads a kernel when it is first needed, instead of all at the start. */
export const lazyLoading = optionFactor<'lazyLoading', boolean>({
  name: 'lazyLoading',
  title: 'lazy loading',
  grammar: { kind: 'switch' },
});

/** Whether the interpreter's garbage collection is on. */
export const garbageCollection = optionFactor<'garbageCollection', boolean>({
  name: 'garbageCollection',
  title: 'garbage collection',
  grammar: { kind: 'switch' },
});
