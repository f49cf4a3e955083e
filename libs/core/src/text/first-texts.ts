/** The first texts of a list, at most `most`; how many are left out stands behind them. */
export function firstTexts(texts: readonly string[], most: number): string[] {
  if (texts.length <= most) return [...texts];
  return [...texts.slice(0, most), `and ${texts.length - most} more`];
}
