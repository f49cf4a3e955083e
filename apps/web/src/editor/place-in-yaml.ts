/** Where in a YAML text something is being typed. */
export interface YamlPlace {
  /** Keys from the top to the collection or key that is being filled; `[]` stands for an item of a list. */
  path: readonly string[];
  /** What may stand there: a key, a value, or in a new item of a block list both. */
  expects: 'key' | 'value' | 'either';
  /** Where the word that is being typed begins. */
  from: number;
}

export const ITEM = '[]';

interface Block {
  indent: number;
  step: string;
}

/** An open bracket; `key` is the one whose value is being typed. */
interface Flow {
  list: boolean;
  key: string | null;
}

const KEY = /^("[^"]*"|'[^']*'|[\w.$-]+)\s*:(?=\s|$)/;

/** The place at a position of a text, which may be unfinished; null: in a comment or a quoted text. */
export function placeInYaml(text: string, position: number): YamlPlace | null {
  const scan = new Scan();
  const lines = text.slice(0, position).split('\n');
  let offset = 0;
  for (const line of lines.slice(0, -1)) {
    scan.line(line, offset);
    offset += line.length + 1;
  }
  return scan.lastLine(lines.at(-1)!, offset);
}

/** Reads lines from the top; knows at each end of a line which collections are open. */
class Scan {
  private readonly blocks: Block[] = [];
  private readonly flows: Flow[] = [];
  private word = '';
  private wordAt = 0;
  private hidden = false;

  line(line: string, offset: number): void {
    const begin = this.flows.length > 0 ? 0 : this.open(line);
    this.value(line, begin, offset);
    if (this.flows.length === 0) this.word = '';
  }

  lastLine(line: string, offset: number): YamlPlace | null {
    const inFlow = this.flows.length > 0;
    const known = this.blocks.length;
    const begin = inFlow ? 0 : this.open(line);
    const opened = this.blocks.length > known || KEY.test(line.trimStart().replace(/^(- +)+/, ''));
    this.value(line, begin, offset);
    if (this.hidden) return null;
    const path = this.blocks.map(({ step }) => step);
    const from = this.word === '' ? offset + line.length : this.wordAt;
    if (this.flows.length > 0)
      return { path: [...path, ...flowPath(this.flows)], expects: flowExpects(this.flows), from };
    if (opened && this.blocks.at(-1)?.step !== ITEM) return { path, expects: 'value', from };
    return { path, expects: this.blocks.at(-1)?.step === ITEM ? 'either' : 'key', from };
  }

  /** Closes the blocks that a line ends and opens those that it begins; where its value begins. */
  private open(line: string): number {
    let at = line.length - line.trimStart().length;
    if (line[at] === '#') return at;
    if (line[at] !== undefined || at > 0 || line === '') this.close(at, line[at] === '-');
    while (/^-(\s|$)/.test(line.slice(at))) {
      this.blocks.push({ indent: at, step: ITEM });
      at += 1 + (/^\s*/.exec(line.slice(at + 1))?.[0].length ?? 0);
    }
    const key = KEY.exec(line.slice(at));
    if (!key) return at;
    this.blocks.push({ indent: at, step: unquoted(key[1]!) });
    return at + key[0].length;
  }

  /** A list may stand at the indentation of its key. */
  private close(indent: number, isItem: boolean): void {
    for (let last = this.blocks.at(-1); last !== undefined; last = this.blocks.at(-1)) {
      const ends = last.indent > indent || (last.indent === indent && (!isItem || last.step === ITEM));
      if (!ends) return;
      this.blocks.pop();
    }
  }

  private value(line: string, begin: number, offset: number): void {
    this.hidden = false;
    this.word = this.flows.length > 0 ? this.word : '';
    for (let at = begin; at < line.length; at++) {
      const char = line[at]!;
      if (char === '#' && (at === 0 || /\s/.test(line[at - 1]!))) {
        this.hidden = true;
        return;
      }
      if ((char === '"' || char === "'") && this.word.trim() === '') {
        const end = line.indexOf(char, at + 1);
        if (end < 0) {
          this.hidden = true;
          return;
        }
        this.take(line.slice(at + 1, end), offset + at);
        at = end;
      } else this.character(char, line[at + 1], offset + at);
    }
  }

  private character(char: string, next: string | undefined, at: number): void {
    const isOpening = char === '{' || char === '[';
    if (isOpening && this.word.trim() === '') {
      this.flows.push({ list: char === '[', key: null });
      this.word = '';
    } else if (this.flows.length > 0 && this.separates(char, next)) this.word = '';
    else if (this.word !== '' || !/\s/.test(char)) this.take(char, at);
  }

  /** Whether a character between brackets ends the word before it. */
  private separates(char: string, next: string | undefined): boolean {
    const flow = this.flows.at(-1)!;
    const isColon = char === ':' && !flow.list && (next === undefined || /\s/.test(next));
    if (char === '}' || char === ']') this.flows.pop();
    else if (char === ',') flow.key = null;
    else if (isColon) flow.key = this.word.trim();
    return isColon || char === '}' || char === ']' || char === ',';
  }

  private take(characters: string, at: number): void {
    if (this.word === '') this.wordAt = at;
    this.word += characters;
  }
}

function flowPath(flows: readonly Flow[]): string[] {
  return flows.flatMap(({ list, key }) => (list ? [ITEM] : key === null ? [] : [key]));
}

function flowExpects(flows: readonly Flow[]): 'key' | 'value' {
  const last = flows.at(-1)!;
  return last.list || last.key !== null ? 'value' : 'key';
}

function unquoted(key: string): string {
  return key.replace(/^["']|["']$/g, '');
}
