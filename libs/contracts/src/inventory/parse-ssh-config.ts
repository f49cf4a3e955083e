import { matchesPatterns } from './host-pattern';
import type { InventoryFileError } from './inventory-source';

/** Settings of an ssh_config file for one host; keys are in lower case. */
export type SshHostSettings = Partial<Record<Keyword, string>>;

export interface SshConfig {
  /** Distinct names of `Host` lines without wildcards, in file order. */
  aliases: { alias: string; where: string }[];
  /** Parts that were ignored. */
  skipped: InventoryFileError[];
  /** Like ssh: the first of several values applies. */
  settingsOf(host: string): SshHostSettings;
}

export type ParsedSshConfig = { ok: true; config: SshConfig } | { ok: false; errors: InventoryFileError[] };

const KEYWORDS = ['hostname', 'port', 'user', 'identityfile', 'proxyjump', 'proxycommand', 'hostkeyalias'] as const;
type Keyword = (typeof KEYWORDS)[number];

interface Line {
  where: string;
  keyword: string;
  args: string[];
}

interface Section {
  applies(host: string): boolean;
  settings: SshHostSettings;
}

/**
 * Parses an ssh_config file: `Host` sections and the keywords needed for enrolling. `Match` (except `Match all`) and
 * `Include` are ignored and reported: a condition may run commands, and included files are not read.
 */
export function parseSshConfig(text: string, sourceName: string): ParsedSshConfig {
  const lines = text.split(/\r?\n/).flatMap((line, i) => splitLine(line, `${sourceName}:${i + 1}:1`));
  const errors = lines.flatMap((line) => ('message' in line ? [line] : []));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, config: buildConfig(lines.filter((line) => 'keyword' in line)) };
}

function buildConfig(lines: readonly Line[]): SshConfig {
  const aliases: SshConfig['aliases'] = [];
  const skipped: InventoryFileError[] = [];
  const sections: Section[] = [{ applies: () => true, settings: {} }];
  for (const { where, keyword, args } of lines) {
    if (keyword === 'host') {
      sections.push({ applies: (host) => matchesPatterns(host, args), settings: {} });
      const named = args.filter((name) => !/[*?!]/.test(name) && aliases.every(({ alias }) => alias !== name));
      aliases.push(...[...new Set(named)].map((alias) => ({ alias, where })));
    } else if (keyword === 'match') {
      const all = args.length === 1 && args[0]!.toLowerCase() === 'all';
      sections.push({ applies: () => all, settings: {} });
      if (!all) skipped.push({ where, message: 'Match sections are ignored' });
    } else if (keyword === 'include') {
      skipped.push({ where, message: 'included files are ignored' });
    } else if (isKeyword(keyword)) {
      const { settings } = sections.at(-1)!;
      settings[keyword] ??= args.join(' ');
    }
  }
  return { aliases, skipped, settingsOf: (host) => settingsOf(sections, host) };
}

function settingsOf(sections: readonly Section[], host: string): SshHostSettings {
  const found = sections.filter((section) => section.applies(host)).map(({ settings }) => settings);
  return found.reduceRight((later, earlier) => ({ ...later, ...earlier }), {});
}

function isKeyword(word: string): word is Keyword {
  return (KEYWORDS as readonly string[]).includes(word);
}

/** `Keyword arguments` or `Keyword=arguments`; an argument with spaces is enclosed in double quotes. */
function splitLine(line: string, where: string): (Line | InventoryFileError)[] {
  const trimmed = line.replace(/^[ \t]+|[ \t]+$/g, '');
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const [, keyword, rest] = /^([A-Za-z0-9]+)(?:[ \t]*=[ \t]*|[ \t]+)(.+)$/.exec(trimmed) ?? [];
  if (keyword === undefined || rest === undefined) {
    return [{ where, message: 'not an ssh_config line', expected: 'KEYWORD and its arguments' }];
  }
  const args = [...rest.matchAll(/"([^"]*)"|([^ \t"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  if ((rest.match(/"/g) ?? []).length % 2 === 1) {
    return [{ where, message: 'unterminated quote', expected: 'a second "' }];
  }
  return [{ where, keyword: keyword.toLowerCase(), args }];
}
