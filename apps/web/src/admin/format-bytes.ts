const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const LOW_FRACTION = 0.1;
/** What a night may need, and what is plenty on any disk. */
const LOW_BYTES = 2 * 1024 ** 3;
const PLENTY_BYTES = 20 * 1024 ** 3;

/** `512 B`, `1.5 MiB`, `120 GiB`: three digits at most. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const figure = bytes / 1024 ** power;
  return `${power === 0 || figure >= 100 ? Math.round(figure) : Number(figure.toPrecision(3))} ${UNITS[power]}`;
}

/** Whether a disk is about to be full: less than 2 GiB are free, or less than 20 GiB that are less than a tenth of it. */
export function isLow({ totalBytes, freeBytes }: { totalBytes: number; freeBytes: number }): boolean {
  return freeBytes < LOW_BYTES || (freeBytes < PLENTY_BYTES && freeBytes < LOW_FRACTION * totalBytes);
}
