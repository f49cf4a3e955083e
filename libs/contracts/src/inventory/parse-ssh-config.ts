import { show } from '../campaign/show';
import { hostCondition, matchCondition, type Condition } from './config-conditions';
import { expandTokens } from './expand-tokens';
import type { InventoryFileError } from './inventory-source';
import { splitConfigLine, type ConfigWords } from './split-config-line';

/** Settings of an ssh_config file for one host. */
export interface SshHostSettings {
  hostname?: string;
  port?: string;
  user?: string;
  hostkeyalias?: string;
  /** The argument of `ProxyJump` or `ProxyCommand`, whichever comes first. */
  proxy?: string;
  /** Every one, in order; `none` is one of them. */
  identityfile?: string[];
}

export interface SshConfig {
  /** Distinct names of `Host` lines without wildcards, in file order. */
  aliases: { alias: string; where: string }[];
  /** Parts that were passed over, and files that were included. */
  skipped: InventoryFileError[];
  /** Like ssh: the first of several values applies; identity files add up. */
  settingsOf(host: string): SshHostSettings;
}

export type ParsedSshConfig = { ok: true; config: SshConfig } | { ok: false; errors: InventoryFileError[] };

/** The files that an argument of `Include` stands for, in order; none when there is none. */
export type ReadIncluded = (pattern: string) => { name: string; text: string }[];

const SINGLE = ['hostname', 'port', 'user', 'hostkeyalias'] as const;
const PROXIES = ['proxyjump', 'proxycommand'];
/** As in OpenSSH. */
const MAX_DEPTH = 16;
const MAX_FILES = 256;

/** Lines that hold under the same condition. */
interface Section {
  applies: Condition;
  settings: { keyword: keyof SshHostSettings; value: string }[];
}

/**
 * Reads an ssh_config file as ssh does: `Host` and simple `Match` sections, included files, and the keywords needed for
 * enrolling. A `Match` that depends on where ssh is run, or runs a command, is passed over and told.
 */
export function parseSshConfig(
  text: string,
  sourceName: string,
  readIncluded: ReadIncluded = () => [],
): ParsedSshConfig {
  const reader = new ConfigReader(readIncluded);
  reader.read({ name: sourceName, text }, () => true, 0);
  if (reader.errors.length > 0) return { ok: false, errors: reader.errors };
  const { sections, aliases, skipped } = reader;
  return { ok: true, config: { aliases, skipped, settingsOf: (host) => settingsOf(sections, host) } };
}

function settingsOf(sections: readonly Section[], host: string): SshHostSettings {
  const found: SshHostSettings = {};
  for (const { applies, settings } of sections) {
    const hostname = found.hostname === undefined ? host : (expandTokens(found.hostname, { h: host }) ?? host);
    if (!applies(host, hostname)) continue;
    for (const { keyword, value } of settings) {
      if (keyword !== 'identityfile') found[keyword] ??= value;
      else if (!found.identityfile?.includes(value)) found.identityfile = [...(found.identityfile ?? []), value];
    }
  }
  return found;
}

class ConfigReader {
  readonly sections: Section[] = [];
  readonly aliases: SshConfig['aliases'] = [];
  readonly skipped: InventoryFileError[] = [];
  readonly errors: InventoryFileError[] = [];
  private files = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly readIncluded: ReadIncluded) {}

  /** Reads a file all of which holds under a condition, that of the section that includes it. */
  read({ name, text }: { name: string; text: string }, outer: Condition, depth: number): void {
    let section = this.open(outer);
    text.split('\n').forEach((line, i) => {
      const where = `${name}:${i + 1}:1`;
      const words = splitConfigLine(line);
      if (words === null) return;
      if ('message' in words) return void this.errors.push({ where, ...words });
      if (words.args.length === 0) return void this.errors.push({ where, ...noArgument(words.keyword) });
      if (words.keyword === 'include') {
        this.include(words.args, where, section.applies, depth);
        section = this.open(section.applies);
      } else {
        const condition = this.conditionOf(words, where, outer);
        if (condition) section = this.open((host, hostname) => outer(host, hostname) && condition(host, hostname));
        else this.set(section, words, where);
      }
    });
  }

  private open(applies: Condition): Section {
    const section = { applies, settings: [] };
    this.sections.push(section);
    return section;
  }

  /** Of a line that begins a section. */
  private conditionOf({ keyword, args }: ConfigWords, where: string, outer: Condition): Condition | undefined {
    if (keyword === 'host') {
      for (const alias of args) {
        if (/[*?!]/.test(alias) || this.seen.has(alias) || !outer(alias, alias)) continue;
        this.seen.add(alias);
        this.aliases.push({ alias, where });
      }
      return hostCondition(args);
    }
    if (keyword !== 'match') return undefined;
    const condition = matchCondition(args);
    if (condition) return condition;
    const message = `Match ${show(args.join(' '))} is passed over with all that it sets`;
    this.skipped.push({ where, message, expected: 'Match all, host or originalhost, or a Host section' });
    return () => false;
  }

  private set(section: Section, { keyword, args, rest }: ConfigWords, where: string): void {
    if (keyword === 'canonicalizehostname' && args[0]!.toLowerCase() !== 'no') {
      this.skipped.push({ where, message: 'host names are not made canonical', expected: 'a whole HostName' });
    }
    if (PROXIES.includes(keyword)) {
      section.settings.push({ keyword: 'proxy', value: args[0]!.toLowerCase() === 'none' ? 'none' : rest });
      return;
    }
    const known = [...SINGLE, 'identityfile' as const].find((each) => each === keyword);
    if (known === undefined) return;
    if (args.length > 1) {
      this.errors.push({
        where,
        message: `${keyword} has ${args.length} arguments`,
        expected: 'one; quotes around blanks',
      });
    }
    section.settings.push({ keyword: known, value: args[0]! });
  }

  private include(patterns: readonly string[], where: string, applies: Condition, depth: number): void {
    for (const pattern of patterns) {
      const files = depth < MAX_DEPTH && this.files < MAX_FILES ? this.readIncluded(pattern) : null;
      if (files === null) {
        const expected = `at most ${MAX_DEPTH} deep, and ${MAX_FILES} files`;
        return void this.errors.push({ where, message: `Include ${show(pattern)} leads too far`, expected });
      }
      this.files += files.length;
      const names = files.map(({ name }) => name).join(', ');
      const message = names === '' ? `Include ${show(pattern)}: there is no such file` : `${names} is included`;
      this.skipped.push({ where, message });
      for (const file of files) this.read(file, applies, depth + 1);
    }
  }
}

function noArgument(keyword: string): { message: string; expected: string } {
  return { message: `not an ssh_config line: ${keyword} stands alone`, expected: 'KEYWORD and its arguments' };
}
