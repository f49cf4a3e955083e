import { levelIn, FACTORS, type AnyFactor, type FactorLevels, type WantedFactors } from '../factors';
import { column, COUNT, FLAG, JSON_TEXT, optional, TEXT, wholeIn, type ExportColumn } from './column';

type Levels = Partial<FactorLevels>;

const MEANINGS: Readonly<Record<keyof WantedFactors, string>> = {
  batchSize: 'Inputs of one batch.',
  inferences: 'Inferences of a trial, over all batches.',
  runtime: 'What executes the model; empty: what the workload takes by itself.',
  precision: 'Number format of the model; empty: what the workload takes by itself.',
  lazyLoading: 'Whether CUDA loads kernels when they are needed; empty: what the workload does by itself.',
  garbageCollection:
    'Whether the garbage collection of the interpreter is on; empty: what the workload does by itself.',
  powerMode: 'Power mode of nvpmodel; empty: the one that the device has.',
  gpuFrequency: 'Frequency to which the GPU is pinned',
  gpuGovernor: 'Governor of the GPU; empty: the usual one of the device, or the clock is pinned.',
  cpuFrequency: 'Frequency to which the CPU is pinned',
  cpuGovernor: 'Governor of the CPU; empty: the usual one of the device, or the clock is pinned.',
  activeCores: 'CPU cores that are on; empty: those that the device has on.',
  memoryFrequency: 'Frequency to which the memory is pinned',
};

/** Batch size and inferences, which every cell has, are columns of the work. */
const OF_THE_WORK: readonly string[] = ['batchSize', 'inferences'];

/** Every factor as columns: a clock as its frequency and as who sets it. Free parameters share a JSON column. */
export const FACTOR_COLUMNS: readonly ExportColumn<Levels>[] = [
  ...FACTORS.filter(({ name }) => !OF_THE_WORK.includes(name)).flatMap(columnsOf),
  optional('parameters_json', JSON_TEXT, 'Free parameters of an own command, by name; empty: it has none.', parameters),
];

/** The factors of the device alone. */
export const DEVICE_FACTOR_COLUMNS: readonly ExportColumn<Levels>[] = FACTORS.filter(
  ({ appliedTo }) => appliedTo === 'device',
).flatMap(columnsOf);

function columnsOf(factor: AnyFactor): ExportColumn<Levels>[] {
  const name = snakeCase(factor.name);
  const meaning = MEANINGS[factor.name as keyof WantedFactors];
  const level = (levels: Levels) => levelIn(levels, factor);
  const { kind } = factor.grammar;
  if (kind === 'frequency') return clockColumns(factor, meaning);
  const type = kind === 'count' ? COUNT : kind === 'switch' ? FLAG : TEXT;
  return [optional(name, type, meaning, level)];
}

function clockColumns(factor: AnyFactor, meaning: string): ExportColumn<Levels>[] {
  const name = snakeCase(factor.name);
  const hzPerUnit = factor.unit === 'kHz' ? 1000 : 1;
  const hz = (levels: Levels) => {
    const level = levelIn(levels, factor);
    return typeof level === 'number' ? level * hzPerUnit : null;
  };
  const setBy = (levels: Levels) => {
    const level = levelIn(levels, factor);
    return typeof level === 'number' ? 'pinned' : String(level);
  };
  const who =
    '`pinned` to a frequency, or left to the governor: `stock` within the limits in force, `dvfs` over the whole table.';
  return [
    optional(`${name}_hz`, wholeIn('Hz'), `${meaning}; empty: it is left to a governor.`, hz),
    column(`${name.replace('_frequency', '')}_clock`, TEXT, `Who sets that clock: ${who}`, setBy),
  ];
}

function parameters(levels: Levels): string | null {
  const own = Object.entries(levels).flatMap(([key, level]) =>
    key.startsWith('parameters.') ? [[key.slice('parameters.'.length), level] as const] : [],
  );
  return own.length === 0 ? null : JSON.stringify(Object.fromEntries(own.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** `cpuFrequency` as `cpu_frequency`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
