import { cleanText } from '@joulefleet/core';

/** Marks that change the direction of text without being seen; other ones that do, `cleanText` replaces. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** A text without what is not seen but changes how it is shown. */
export function plainText(text: string): string {
  return cleanText(text).replaceAll(DIRECTION_MARKS, '');
}

/** Any text as the text or an attribute of HTML or SVG. */
export function escapeText(text: string | number): string {
  return plainText(String(text)).replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign]!);
}

/** An element; its attributes are escaped, `content` is markup. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeText(typeof value === 'number' ? rounded(value) : value)}"`],
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

/** A figure whose title and description are read out. It scales with its width. */
export function svg([width, height]: readonly [number, number], title: string, content: string): string {
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title, class: 'figure' };
  const style = 'font-family:system-ui,sans-serif;font-size:12px;fill:#1a1a1a';
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...attributes, style, width, height }, content);
}

/** Hundredths of a pixel are enough. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
