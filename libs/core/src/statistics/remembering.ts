/** Results that are kept at a time. */
const MOST = 1_000;

/** A function of a number that remembers its results: the cells of a device mostly ask for the same ones. */
export function remembering<T>(of: (argument: number) => T): (argument: number) => T {
  const known = new Map<number, T>();
  return (argument) => {
    const result = known.get(argument);
    if (result !== undefined) return result;
    if (known.size >= MOST) known.clear();
    const found = of(argument);
    known.set(argument, found);
    return found;
  };
}
