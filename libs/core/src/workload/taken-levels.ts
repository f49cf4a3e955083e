import type { Level } from '../factors/factor';
import { KNOWN_WORKLOADS } from './known-workloads';

/** Levels of the workload factors that a workload of the catalogue takes, by key; the first is what it does by itself. */
type TakenLevels = Readonly<Partial<Record<string, readonly Level[]>>>;

/** The six models are PyTorch programs in single precision, and can be executed by the C++ library as well. */
const OF_THE_STUDY: TakenLevels = {
  runtime: ['pytorch', 'libtorch'],
  precision: ['fp32'],
  lazyLoading: [true, false],
  garbageCollection: [true, false],
};

const CATALOGUE: Readonly<Partial<Record<string, TakenLevels>>> = Object.fromEntries(
  KNOWN_WORKLOADS.map((name) => [name, OF_THE_STUDY]),
);

/** The levels of a workload factor that a workload takes, its default first. Null: it is a user's own command, and takes any. */
export function takenLevels(
  workload: { readonly name: string; readonly command: readonly string[] | null },
  key: string,
): readonly Level[] | null {
  return workload.command === null ? (CATALOGUE[workload.name]?.[key] ?? []) : null;
}
