/** Invisible characters and those that turn the direction of writing: a finding must show what is there. */
const UNSEEN = /[\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text in which a reader sees everything that is there. */
export const SEEN_TEXT = new RegExp(`^[^${UNSEEN.source.slice(1)}*$`, 'u');

/** Digits of other scripts, and full-width forms: they look like those that a figure is written with. */
const LOOKALIKE = /[\p{Nd}\uff01-\uff5e]/gu;

/** A text with its invisible characters, and those that pass for digits and signs of ASCII, written out. */
export function showUnseen(text: string): string {
  return text.replace(UNSEEN, escapeOf).replace(LOOKALIKE, (c) => (c < '\u0080' ? c : escapeOf(c)));
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** What was found, short enough for a line. */
export function show(found: unknown): string {
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list';
  if (found === null || found === undefined) return 'nothing';
  if (typeof found === 'object') return 'a group of keys';
  const text = showUnseen(typeof found === 'number' ? String(found) : JSON.stringify(found));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
