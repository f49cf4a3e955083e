/** A line of an ssh_config file, as OpenSSH takes it apart. */
export interface ConfigWords {
  /** In lower case. */
  keyword: string;
  /** Without quotes and escapes; what follows a `#` between words is a comment. */
  args: string[];
  /** Everything behind the keyword, as written. */
  rest: string;
}

export type ConfigLine = ConfigWords | { message: string; expected: string } | null;

/** A keyword, an equals sign at most, and the rest. */
const LINE = /^[ \t]*([^ \t"=]+)(?:[ \t]*=[ \t]*|[ \t]+|(?="))(.+)$/s;
/** ssh drops it at the end of a line. */
const TRAILING = ' \t\r\f';

/** Takes a line apart: `Keyword arguments` or `Keyword=arguments`. Null: empty, or a comment. */
export function splitConfigLine(line: string): ConfigLine {
  const text = trimEnd(line);
  if (/^[ \t]*(#|$)/.test(text)) return null;
  const [, keyword, rest] = LINE.exec(text) ?? [];
  if (keyword === undefined || rest === undefined) {
    return { message: 'not an ssh_config line', expected: 'KEYWORD and its arguments' };
  }
  const args = splitArguments(rest);
  if (args === null) return { message: 'unterminated quote', expected: 'a second quote of the same kind' };
  return { keyword: keyword.toLowerCase(), args, rest };
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && TRAILING.includes(line[end - 1]!)) end--;
  return line.slice(0, end);
}

/**
 * Words separated by blanks. Single and double quotes hold blanks together, also within a word; a backslash escapes a quote, a
 * backslash and, outside of quotes, a blank, and stands for itself before anything else (`argv_split` of OpenSSH). Null: a
 * quote has no end.
 */
function splitArguments(text: string): string[] | null {
  const words: string[] = [];
  for (let at = 0; at < text.length;) {
    if (isBlank(text[at]!)) {
      at++;
      continue;
    }
    if (text[at] === '#') break;
    const word = readWord(text, at);
    if (word === null) return null;
    words.push(word.text);
    at = word.end;
  }
  return words;
}

function readWord(text: string, start: number): { text: string; end: number } | null {
  let [word, quote, at] = ['', '', start];
  for (; at < text.length; at++) {
    const [char, next] = [text[at]!, text[at + 1] ?? ''];
    if (char === '\\' && isEscaped(next, quote)) word += text[++at]!;
    else if (quote === '' && isBlank(char)) break;
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote && quote !== '') quote = '';
    else word += char;
  }
  return quote === '' ? { text: word, end: at } : null;
}

/** Whether a backslash before this character stands for it, outside of quotes or within. */
function isEscaped(next: string, quote: string): boolean {
  return next !== '' && (`'"\\`.includes(next) || (quote === '' && next === ' '));
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}
