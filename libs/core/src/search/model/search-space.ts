import type { SearchCandidate, SearchLevels } from '../search-problem';

/** The cells of a search as numbers, row by row in the order of the candidates. */
export interface SearchSpace {
  readonly count: number;
  /** Axes on which the candidates differ. */
  readonly axes: readonly SearchAxis[];
  /** Place on each axis, 0 to 1, by the logarithm: `count` rows of `axes.length`. */
  readonly places: Float64Array;
  /** Number of the candidate's words among all that occur. */
  readonly words: Int32Array;
  readonly wordCount: number;
  /** Number of the candidate's variant, its words and its batch size: they change what is executed, clocks only how fast. */
  readonly variants: Int32Array;
  /** A row of each variant. */
  readonly variantRows: Int32Array;
  /** Each as a fraction of the largest; 1 where it does not vary. */
  readonly fractions: Readonly<Record<SearchAxis, Float64Array>>;
}

export const SEARCH_AXES = ['cpuHz', 'gpuHz', 'memoryHz', 'cores', 'batchSize'] as const;
export type SearchAxis = (typeof SEARCH_AXES)[number];

export function searchSpace(candidates: readonly SearchCandidate[]): SearchSpace {
  const levels = candidates.map((candidate) => candidate.levels);
  const axes = SEARCH_AXES.filter((axis) => new Set(levels.map((each) => each[axis])).size > 1);
  const places = new Float64Array(levels.length * axes.length);
  axes.forEach((axis, column) => {
    const known = levels.map((each) => each[axis]).filter((value) => value !== null);
    const [low, high] = [Math.log(Math.min(...known)), Math.log(Math.max(...known))];
    levels.forEach((each, row) => {
      const value = each[axis];
      places[row * axes.length + column] = value === null || high === low ? 1 : (Math.log(value) - low) / (high - low);
    });
  });
  const fractions = Object.fromEntries(SEARCH_AXES.map((axis) => [axis, fractionsOf(levels, axis)]));
  const ofAxes = { count: levels.length, axes, places, fractions: fractions as SearchSpace['fractions'] };
  const words = wordsOf(levels);
  return { ...ofAxes, ...words, ...variantsOf(levels, words.words) };
}

function fractionsOf(levels: readonly SearchLevels[], axis: SearchAxis): Float64Array {
  const most = Math.max(...levels.map((each) => each[axis] ?? 0));
  return Float64Array.from(levels, (each) => (each[axis] === null || most === 0 ? 1 : each[axis] / most));
}

function variantsOf(levels: readonly SearchLevels[], words: Int32Array): Pick<SearchSpace, 'variants' | 'variantRows'> {
  const numbers = new Map<string, number>();
  const rows: number[] = [];
  const variants = Int32Array.from(levels, ({ batchSize }, row) => {
    const key = `${words[row]} ${batchSize}`;
    if (!numbers.has(key)) numbers.set(key, rows.push(row) - 1);
    return numbers.get(key)!;
  });
  return { variants, variantRows: Int32Array.from(rows) };
}

/** Levels that no axis has: words, and which clocks a governor has. */
function wordsOf(levels: readonly SearchLevels[]): Pick<SearchSpace, 'words' | 'wordCount'> {
  const numbers = new Map<string, number>();
  const words = Int32Array.from(levels, (each) => {
    const text = [each.words, ...SEARCH_AXES.filter((axis) => each[axis] === null)].join('|');
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
  return { words, wordCount: numbers.size };
}
