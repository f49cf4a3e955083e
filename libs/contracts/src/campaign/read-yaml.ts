import { LineCounter, Lexer, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { CampaignFileError } from './describe-issue';
import { show } from './show';
import { findAmbiguities } from './find-ambiguities';
import { findRepeatedKeys } from './find-repeated-keys';

/** Aliases may repeat a part of the file this often, no more: nested ones grow exponentially. */
const MAX_ALIASES = 100;

export type YamlText =
  | ({ ok: true } & ReadYaml)
  /** `read`: what can be looked at all the same, where nothing but the meaning of some values is in doubt. */
  | { ok: false; errors: CampaignFileError[]; read?: ReadYaml };

export interface ReadYaml {
  document: Document.Parsed;
  lines: LineCounter;
  content: unknown;
}

/** Reads one YAML 1.2 document of at most `maxTokens` words, signs and gaps. Syntax errors, duplicate keys, unknown tags and alias bombs are findings, not throws. */
export function readYaml(text: string, sourceName: string, maxTokens = Infinity): YamlText {
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${sourceName}:${line || 1}:${col || 1}`;
  };
  try {
    if (hasMoreTokens(text, maxTokens)) return { ok: false, errors: [tooManyTokens(place(0), maxTokens)] };
    // The parser looks for repeated keys by comparing each with all others.
    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false };
    const document = parseDocument(text, options);
    const [syntax] = [...document.errors, ...document.warnings];
    const broken = [
      ...(syntax ? [describe(syntax, place)] : []),
      ...findRepeatedKeys(document).map(({ key, offset }) => describeRepeated(key, place(offset))),
    ];
    const ambiguous = findAmbiguities(document, text).map(({ offset, ...found }) => ({
      where: place(offset),
      ...found,
    }));
    if (broken.length > 0) return { ok: false, errors: [...broken, ...ambiguous] };
    const dangling = findDanglingAlias(document);
    if (dangling) return { ok: false, errors: [{ where: place(dangling.offset), message: dangling.message }] };
    const read = { document, lines, content: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
    return ambiguous.length > 0 ? { ok: false, errors: ambiguous, read } : { ok: true, ...read };
  } catch (error) {
    return { ok: false, errors: [{ where: place(0), ...describeThrown(error) }] };
  }
}

function hasMoreTokens(text: string, most: number): boolean {
  if (most === Infinity) return false;
  let count = 0;
  for (const _token of new Lexer().lex(text)) if (++count > most) return true;
  return false;
}

function tooManyTokens(where: string, most: number): CampaignFileError {
  return { where, message: 'the file has too many words and signs', expected: `at most ${most}` };
}

/** The first alias that stands for nothing before it. */
function findDanglingAlias(document: Document.Parsed): { offset: number; message: string } | undefined {
  const anchors = new Set<string>();
  let dangling: { offset: number; message: string } | undefined;
  visit(document, {
    Value: (_key, node) => void (node.anchor && anchors.add(node.anchor)),
    Alias: (_key, node) => {
      if (anchors.has(node.source)) return undefined;
      dangling = { offset: node.range?.[0] ?? 0, message: `*${node.source} has no anchor &${node.source} before it` };
      return visit.BREAK;
    },
  });
  return dangling;
}

function describeRepeated(key: string, where: string): CampaignFileError {
  return { where, message: `the key ${show(key)} is repeated`, expected: 'each key once' };
}

/** After a first syntax error all others may be its consequences: only the first is reported. */
function describe(error: YAMLError, place: (offset: number) => string): CampaignFileError {
  const where = place(error.pos[0]);
  if (error.code === 'TAB_AS_INDENT') {
    return { where, message: 'a tab is used for indentation', expected: 'spaces' };
  }
  if (error.message.startsWith('Maximum call stack')) return { where, ...TOO_DEEP };
  const open = error.code === 'BAD_INDENT' && /^Flow .*([\]}])$/.exec(error.message);
  if (open) {
    const message = `not valid YAML: a bracket is not closed before here by "${open[1]}"`;
    return { where, message, expected: 'each bracket closed, and the lines within it indented' };
  }
  return { where, message: `not valid YAML: ${SYNTAX[error.code]}` };
}

/** What each error of the parser means. Its own messages are about its functions, and never reach a user. */
const SYNTAX: Readonly<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'an alias (*) can have neither an anchor nor a tag',
  BAD_ALIAS: 'an alias (*) needs the name of an anchor',
  BAD_COLLECTION_TYPE: 'this tag is for another kind of value',
  BAD_DIRECTIVE: 'a directive (%) is incomplete or unknown',
  BAD_DQ_ESCAPE: 'an unknown escape (\\) in a quoted text; write \\\\ for a backslash',
  BAD_PROP_ORDER: 'an anchor (&) or tag (!) must come directly before its value',
  BAD_SCALAR_START: 'a text that begins with this character must be in quotes',
  BLOCK_IN_FLOW: 'indented lists and keys cannot be used within brackets',
  DUPLICATE_KEY: 'a key is repeated',
  IMPOSSIBLE: 'the file cannot be parsed from here on',
  KEY_OVER_1024_CHARS: 'a key has more than 1024 characters',
  MULTIPLE_ANCHORS: 'a value can have one anchor (&) only',
  MULTIPLE_TAGS: 'a value can have one tag (!) only',
  NON_STRING_KEY: 'a key must be text',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'a tab is used for indentation',
  TAG_RESOLVE_FAILED: 'an unknown tag (!)',
  MULTIPLE_DOCS: 'a second document begins here (---); a file must contain one',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon on one line; put the value in quotes, or on lines of its own',
  MULTILINE_IMPLICIT_KEY: 'a key has no colon, or a text of several lines has no quotes',
  MISSING_CHAR: 'a bracket, comma or quote is missing before here',
  BAD_INDENT: 'the indentation differs from that of the lines it belongs to',
  UNEXPECTED_TOKEN: 'this is not valid here',
};

const TOO_DEEP = { message: 'nested too deeply to be read' };

function describeThrown(error: unknown): { message: string; expected?: string } {
  if (error instanceof RangeError) return TOO_DEEP;
  if (error instanceof ReferenceError) {
    return {
      message: 'aliases (*) repeat parts of the file too often',
      expected: `at most ${MAX_ALIASES} repetitions`,
    };
  }
  throw error;
}
