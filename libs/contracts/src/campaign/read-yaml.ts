import { LineCounter, YAMLError, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { CampaignFileError } from './describe-issue';

/** Aliases may repeat a part of the file this often, no more: nested ones grow exponentially. */
const MAX_ALIASES = 100;

export type YamlText =
  | { ok: true; document: Document.Parsed; lines: LineCounter; content: unknown }
  | { ok: false; errors: CampaignFileError[] };

/** Reads one YAML 1.2 document. Syntax errors, duplicate keys, unknown tags and alias bombs are findings, not throws. */
export function readYaml(text: string, sourceName: string): YamlText {
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${sourceName}:${line || 1}:${col || 1}`;
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
    const found = withoutConsequences([...document.errors, ...document.warnings]);
    if (found.length > 0) return { ok: false, errors: found.map((error) => describe(error, text, place)) };
    const dangling = findDanglingAlias(document);
    if (dangling) return { ok: false, errors: [{ where: place(dangling.offset), message: dangling.message }] };
    return { ok: true, document, lines, content: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
  } catch (error) {
    return { ok: false, errors: [{ where: place(0), ...describeThrown(error) }] };
  }
}

/** Behind a first syntax error all others may be its consequences; keys that stand twice are each worth saying. */
function withoutConsequences(errors: readonly YAMLError[]): YAMLError[] {
  const first = errors.find((error) => error.code !== 'DUPLICATE_KEY');
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY');
}

/** The first alias that stands for nothing before it. */
function findDanglingAlias(document: Document.Parsed): { offset: number; message: string } | undefined {
  const anchors = new Set<string>();
  let dangling: { offset: number; message: string } | undefined;
  visit(document, {
    Value: (_key, node) => void (node.anchor && anchors.add(node.anchor)),
    Alias: (_key, node) => {
      if (anchors.has(node.source)) return undefined;
      dangling = { offset: node.range?.[0] ?? 0, message: `nothing is marked &${node.source} before *${node.source}` };
      return visit.BREAK;
    },
  });
  return dangling;
}

function describe(error: YAMLError, text: string, place: (offset: number) => string): CampaignFileError {
  const where = place(error.pos[0]);
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return { where, message: `the key "${key}" stands here a second time`, expected: 'every key once' };
  }
  if (error.code === 'TAB_AS_INDENT') {
    return { where, message: 'a tab is used for indentation', expected: 'spaces' };
  }
  return { where, message: `not valid YAML: ${error.message}` };
}

function describeThrown(error: unknown): { message: string; expected?: string } {
  if (error instanceof RangeError) return { message: 'nested too deeply to be read' };
  if (error instanceof ReferenceError) {
    return { message: error.message, expected: `at most ${MAX_ALIASES} repetitions by aliases` };
  }
  throw error;
}
