/** A number and what is counted: `1 cell`, `2 cells`. The plural is the noun with an s. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
