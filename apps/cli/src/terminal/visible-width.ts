/** Colour sequences take no place on a line. */
const COLOR_SEQUENCE = /\u001b\[[0-9;]*m/g;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const DOUBLE_WIDTH =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

function characterWidth(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return DOUBLE_WIDTH.test(character) ? 2 : 1;
}

/** Columns that a text takes on a terminal. */
export function visibleWidth(text: string): number {
  let columns = 0;
  for (const character of text.replace(COLOR_SEQUENCE, '')) columns += characterWidth(character);
  return columns;
}

/** Fills up with spaces on the right, to `columns`. */
export function padRight(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - visibleWidth(text)));
}

/** Fills up with spaces on the left, to `columns`. */
export function padLeft(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - visibleWidth(text))) + text;
}

/** Cuts a line so that it takes at most `columns`, colours kept whole and reset at a cut. */
export function fitLine(text: string, columns: number): string {
  const line = text.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space));
  if (visibleWidth(line) <= columns) return line;
  let room = Math.max(0, columns - 1);
  let fitted = '';

  for (const [part] of line.matchAll(/\u001b\[[0-9;]*m|./gsu)) {
    if (part.startsWith('\u001b')) {
      fitted += part;
      continue;
    }
    if (characterWidth(part) > room) break;
    room -= characterWidth(part);
    fitted += part;
  }
  const reset = fitted.includes('\u001b') ? '\u001b[0m' : '';
  return columns > 0 ? `${fitted}${reset}…` : '';
}
