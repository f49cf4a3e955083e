import { visibleWidth } from './visible-width';

const GAP = '  ';
const INDENT = '    ';

/**
 * Puts parts side by side, two columns apart, on as few lines as take at most `columns`; lines but the first are indented.
 * A part is never divided: one that is wider than a line has it to itself.
 */
export function wrapParts(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${GAP}${part}`;
    if (last === undefined) lines.push(part);
    else if (visibleWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(`${INDENT}${part}`);
  }
  return lines;
}
