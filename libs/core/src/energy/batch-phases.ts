/** Where a time lies within its batch, 0 at the batch's start and below 1; null outside the marks. */
export type Phase = number | null;

/** Boundaries of `count` equal batches: `count + 1` marks. For batches known by their mean duration only. */
export function regularMarks(startUs: number, batchUs: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => startUs + i * batchUs);
}

/**
 * Phase of each time within its batch.
 *
 * @param tUs times that never decrease.
 * @param marksUs boundaries of consecutive batches, increasing.
 */
export function batchPhases(tUs: readonly number[], marksUs: readonly number[]): Phase[] {
  let batch = 0;
  return tUs.map((t) => {
    while (batch + 1 < marksUs.length && marksUs[batch + 1]! <= t) batch++;
    const startUs = marksUs[batch];
    const endUs = marksUs[batch + 1];
    if (startUs === undefined || endUs === undefined || t < startUs) return null;
    return (t - startUs) / (endUs - startUs);
  });
}
