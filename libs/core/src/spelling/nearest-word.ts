/** Edit distance with adjacent swaps (optimal string alignment): how many typing slips lie between two words. */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) best = Math.min(best, beforePrevious[column - 2]! + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}

const MAX_WORD_CHARACTERS = 64;

/**
 * The valid word closest to a mistyped one, upper and lower case alike; undefined when none is near enough to help
 * (more than half of the longer word would have to change). Equal distances: the earlier word of the list.
 */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  if (typed.length > MAX_WORD_CHARACTERS) return undefined;
  const wanted = typed.toLowerCase();
  let best: { word: string; distance: number } | undefined;
  for (const word of words) {
    const distance = editDistance(wanted, word.toLowerCase());
    const near = distance <= Math.max(wanted.length, word.length) / 2;
    if (near && (!best || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}
