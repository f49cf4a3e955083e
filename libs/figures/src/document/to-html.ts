import { element, escapeText } from '../svg/markup';
import type { Block, ReportDocument, Table } from './block';
import { STYLE } from './style';

/** Nothing is loaded and nothing runs: the page has all that it needs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One page that needs no script and no other file. */
export function toHtml({ title, language, blocks }: ReportDocument): string {
  const numbered = numberFigures(blocks);
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeText(POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escapeText(title)),
    `<style>${STYLE}</style>`,
  ].join('\n');
  const body = element('main', {}, [element('h1', {}, text(title)), ...numbered].join('\n'));
  return `<!doctype html>\n${element('html', { lang: language }, `<head>\n${head}\n</head>\n<body>\n${body}\n</body>`)}\n`;
}

function numberFigures(blocks: readonly Block[]): string[] {
  const counts = { figure: 0, table: 0 };
  return blocks.map((block) => {
    if (block.kind === 'figure') return figureOf(block, ++counts.figure);
    if (block.kind === 'table') return tableOf(block.table, `Table ${++counts.table}. ${block.caption}`);
    return simple(block);
  });
}

function simple(block: Exclude<Block, { kind: 'figure' | 'table' }>): string {
  switch (block.kind) {
    case 'heading':
      return element('h2', {}, text(block.text));
    case 'paragraph':
      return element('p', {}, text(block.text));
    case 'notice':
      return element('p', { class: 'notice', role: 'note' }, text(block.text));
    case 'list':
      return element('ul', {}, block.items.map((item) => element('li', {}, text(item))).join(''));
    case 'code':
      return element('pre', {}, element('code', {}, escapeText(block.text)));
  }
}

function figureOf({ caption, key, svg, table, other }: Extract<Block, { kind: 'figure' }>, number: number): string {
  const words = key === undefined ? caption : `${caption} ${key}`;
  const shown = element('figcaption', {}, `<b>Figure ${number}.</b> ${text(words)}`);
  const figures = table ? element('details', {}, `<summary>Figures as a table</summary>${tableOf(table, null)}`) : '';
  const otherwise = other ? element('details', {}, element('summary', {}, text(other.title)) + other.svg) : '';
  return element('figure', {}, svg + shown + otherwise + figures);
}

function tableOf({ columns, numeric, rows }: Table, caption: string | null): string {
  const of = (i: number) => (numeric.includes(i) ? { class: 'number' } : {});
  const head = columns.map((column, i) => element('th', { scope: 'col', ...of(i) }, text(column))).join('');
  const body = rows.map((row) =>
    element('tr', {}, row.map((cell, i) => element('td', of(i), text(together(cell)))).join('')),
  );
  const shown = caption === null ? '' : element('caption', {}, text(caption));
  const table = element('table', {}, `${shown}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody>`);
  return element('div', { class: 'table' }, table);
}

/** A figure is not parted from its unit or its uncertainty, nor an interval from its other end. */
function together(cell: string): string {
  return cell.replaceAll(/(?<=[\d±]) (?=[±%\d]|[a-zA-Zµ]{1,4}\b)|(?<=\[[^\]]{0,40},) /g, '\u00a0');
}

/** Names of any direction stay in their place. */
function text(of: string): string {
  return element('bdi', {}, escapeText(of));
}
