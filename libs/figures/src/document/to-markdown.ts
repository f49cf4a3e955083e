import { plainText } from '../svg/markup';
import type { Block, ReportDocument, Table } from './block';

/** The same document for a README: of figures their captions and tables, and not how to read a drawing. */
export function toMarkdown({ title, blocks }: ReportDocument): string {
  return `${[`# ${text(title)}`, ...blocks.map(blockOf)].join('\n\n')}\n`;
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${text(block.text)}`;
    case 'paragraph':
      return text(block.text);
    case 'notice':
      return `> **${text(block.text)}**`;
    case 'list':
      return block.items.map((item) => `- ${text(item)}`).join('\n');
    case 'table':
    case 'figure':
      return [text(block.caption), ...(block.table ? [tableOf(block.table)] : [])].join('\n\n');
    case 'code':
      return block.text
        .split('\n')
        .map((line) => `    ${plainText(line)}`)
        .join('\n');
  }
}

function tableOf({ columns, numeric, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(' | ')} |`;
  const rule = `| ${columns.map((_, i) => (numeric.includes(i) ? '--:' : '---')).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}

/** What would be read as Markdown or HTML is escaped; a line break is a blank. */
function text(of: string): string {
  return plainText(of)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>|#~&]/g, (sign) => (sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`));
}
