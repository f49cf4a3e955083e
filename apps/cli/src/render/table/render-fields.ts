import type { Screen } from '../../terminal/screen';
import { padRight, visibleWidth } from '../../terminal/visible-width';
import { wrapText } from '../../terminal/wrap-text';

/** A label and what stands behind it: one text, or several below each other. Null and nothing are left out. */
export type Field = readonly [label: string, text: string | readonly string[] | null | undefined];

const INDENT = '  ';

/** Labels in one column, their texts in another, broken between words where a line ends. */
export function renderFields(fields: readonly Field[], { colors, columns }: Screen): string {
  const shown = fields.flatMap(([label, text]) => {
    const texts = (typeof text === 'string' ? [text] : (text ?? [])).filter(Boolean);
    return texts.length > 0 ? [{ label, texts }] : [];
  });
  const width = Math.max(0, ...shown.map(({ label }) => visibleWidth(label)));
  const margin = INDENT.length + width + 2;
  return shown
    .flatMap(({ label, texts }) =>
      texts
        .flatMap((text) => wrapText(text, columns - margin))
        .map((line, at) => {
          const head = at === 0 ? colors.dim(padRight(label, width)) : ' '.repeat(width);
          return `${INDENT}${head}  ${line}`;
        }),
    )
    .join('\n');
}
