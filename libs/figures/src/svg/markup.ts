import { cleanText } from '@joulefleet/core';

/** Marks that change the direction of text without being seen; other ones that do, `cleanText` replaces. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;
/** Of text and axes. */
export const INK = '#1a1a1a';
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** Texts of these signs alone are what they are: most attributes, and the longest ones. */
const PLAIN = /^[\w .,:;#%()+/-]*$/;

/** A text without what is not seen but changes how it is shown. */
export function plainText(text: string): string {
  return cleanText(text).replaceAll(DIRECTION_MARKS, '');
}

/** Any text as the text or an attribute of HTML or SVG. */
export function escapeText(text: string | number): string {
  if (typeof text === 'number' || PLAIN.test(text)) return String(text);
  return plainText(text).replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign]!);
}

/** An element; its attributes are escaped, `content` is markup. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? rounded(value) : escapeText(value)}"`],
  );
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** A text of an SVG figure. */
export function label(
  text: string,
  [x, y]: readonly [number, number],
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string {
  return element('text', { x, y, ...attributes }, escapeText(text));
}

/** What is drawn on a figure as a whole. */
export interface FigureHead {
  /** Read out. */
  title: string;
  /** Stands in its upper right corner, as `simulated`. */
  note?: string;
}

/**
 * A figure on white paper that scales with its width. Colours are attributes, which a page's own style goes before: the classes are `paper`,
 * `grid`, `note`, and `ink-fill` and `ink-stroke` of what is drawn in the colour of text.
 */
export function svg([width, height]: readonly [number, number], { title, note }: FigureHead, content: string): string {
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title, class: 'figure' };
  const type = { 'font-family': 'system-ui,sans-serif', 'font-size': 12, fill: INK };
  const paper = element('rect', { width, height, fill: '#ffffff', class: 'paper' });
  const corner = { 'text-anchor': 'end', 'font-size': 11, 'font-weight': 700, fill: '#8a5300', class: 'note' };
  const noted = note === undefined ? '' : label(note, [width - 4, 11], corner);
  const all = { xmlns: 'http://www.w3.org/2000/svg', ...attributes, ...type, width, height };
  return element('svg', all, paper + content + noted);
}

/** Hundredths of a pixel are enough. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
