import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['apps', 'libs', 'bench', 'test', 'agent'];
const NOT_OURS = /(^|\/)(node_modules|generated|fixtures)\//;
/** This list, and an alias that people know. */
const EXCEPTIONS = new Set(['test/check/words.spec.ts', 'bench/enroll/enroll-benchmark.ts']);

type Replaced = readonly [RegExp, string];

/** Words that the glossary and CONTRIBUTING.md replace, in sources of both languages. */
const IN_SOURCES: readonly Replaced[] = [
  [/\b(MOST|LONGEST)_[A-Z]/, 'MAX_'],
  [/\b(LEAST|SHORTEST)_[A-Z]/, 'MIN_'],
  [/\bLOOK_EVERY_/, 'POLL_INTERVAL_'],
  [/\benrol(s|ment|ments)?\b(?!_)/i, 'enroll, enrolls, enrollment'],
  [/\b(askedOut|faultsInRow|wayOut|begunBefore)\b/, 'pendingExit, consecutiveFaults, nextStep, previouslyStarted'],
  [/\bway: '(person|cool|retry)'|\bPreflightWay\b/, "resolution: 'manual'"],
  [/['"`][^'"`\n]*\b(cannot stand|stands?|does not stand) here\b/, 'is not valid here, is repeated'],
  [/['"`][^'"`\n]*\bis no (moment|span of time|level of|address of|device class)\b/, 'is not a'],
  [/['"`][^'"`\n]*\bis not (text|a number|a list|keys and values)['"`]/, 'must be text, not'],
  [/['"`][^'"`\n]*\b(the nearest is|nearest: \$)/, 'did you mean'],
  [/['"`][^'"`\n]*\b(is|are) wanted\b/, 'expected'],
  [/['"`][^'"`\n]*\b(came twice|comes next|is of the past:)/, 'was printed twice, expected, is outdated'],
  [
    /['"`](in charge|make room|every knob is as it was|the device is as it was)\b/i,
    'quarantined by, free space, restored',
  ],
  [/['"`][^'"`\n]*\b(not as it was|could not be put back|it is checked next)\b/, 'not restored, checking'],
  [/\bsomebody sits in between\b/i, 'someone may be intercepting the connection'],
];

/** Titles of specs say what the code does, in verbs of the field. */
const IN_TITLES: readonly Replaced[] = [
  [/\b(tells?|told)\b/, 'reports, distinguishes, is requested'],
  [/\b(stands?|stood)\b/, 'is'],
  [/\b(hears?|heard)\b/, 'receives'],
  [/\bgoes on behind\b/, 'continues after'],
  [/\bknows? no\b/, 'rejects, lacks'],
];

/** Messages of libraries are for developers: one place words them for users (`describeIssue`, `readYaml`, `transportFault`). */
const IN_PRODUCT: readonly Replaced[] = [
  [/\b(prettifyError|flattenError|treeifyError)\(/, 'describeMismatch'],
  [/\bparsed\.error\.(message|issues\[)/, 'describeMismatch'],
];
/** A simulated board talks to its own runner only. */
const WORDS_OF_ITS_OWN = /^apps\/twin\//;

const TITLE = /^\s*(?:(?:it|describe|test)(?:\.each\(.*\))?|\]\))\(\s*(['"`])(.*?)\1,/gm;

const SOURCES = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
)
  .filter((file) => /\.(ts|py)$/.test(file) && !NOT_OURS.test(file) && !EXCEPTIONS.has(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

function titlesOf(text: string): string[] {
  return [...text.matchAll(TITLE)].map(([, , title]) => title!);
}

it.each(IN_SOURCES)('no source says %s, but %s', (pattern) => {
  expect(SOURCES.filter(({ text }) => pattern.test(text)).map(({ file }) => file)).toEqual([]);
});

it.each(IN_TITLES)('no title of a spec says %s, but %s', (pattern) => {
  const titles = SOURCES.filter(({ file }) => file.endsWith('.spec.ts')).flatMap(({ text }) => titlesOf(text));
  expect(titles.filter((title) => pattern.test(title))).toEqual([]);
});

it.each(IN_PRODUCT)('no product code hands on %s, but uses %s', (pattern) => {
  const product = SOURCES.filter(
    ({ file }) => /^(apps|libs)\//.test(file) && !file.endsWith('.spec.ts') && !WORDS_OF_ITS_OWN.test(file),
  );
  expect(product.filter(({ text }) => pattern.test(text)).map(({ file }) => file)).toEqual([]);
});

it.each([
  ['const MOST_LEVELS = 2; // at enrolment', 2],
  ['LONGEST_LINE = 65536', 1],
  ["message: `${show(found)} cannot stand here`, way: 'person'", 2],
  ["raise refused('batches came twice, microseconds are wanted')", 2],
  ['const MAX_LEVELS = 2; // at enrollment, where a device is wanted', 0],
])('finds what was replaced in: %s', (text, count) => {
  expect(IN_SOURCES.filter(([pattern]) => pattern.test(text))).toHaveLength(count);
});

it('finds titles, also of tables', () => {
  const text =
    "it('tells', () => 1);\n  ])('is told: %s', (a) => a);\ndescribe('a b', () => 2);\nconst a = 'stands';\n";
  expect(titlesOf(text)).toEqual(['tells', 'is told: %s', 'a b']);
});
