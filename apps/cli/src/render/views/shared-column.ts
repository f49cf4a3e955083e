import type { Column } from '../table/render-table';

/** A column that is left out where all its texts are equal: the text is then named once, in `note`. */
export function sharedColumn<T>(
  title: string,
  items: readonly T[],
  of: (item: T) => string,
  align: Column['align'] = 'right',
): { columns: Column[]; of: (item: T) => string[]; note: string } {
  const texts = new Set(items.map(of));
  if (texts.size === 1) return { columns: [], of: () => [], note: `${title} ${[...texts][0]!}` };
  return { columns: [{ title, align }], of: (item) => [of(item)], note: '' };
}
