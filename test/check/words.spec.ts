import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['apps', 'libs', 'bench', 'test'];
const NOT_OURS = /(^|\/)(node_modules|generated|fixtures)\//;
/** An alias that people know. */
const EXCEPTIONS = new Set(['bench/enroll/enroll-benchmark.ts']);

/** Words that the glossary and CONTRIBUTING.md replace. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/\b(MOST|LONGEST)_[A-Z]/, 'MAX_'],
  [/\bLOOK_EVERY_/, 'POLL_INTERVAL_'],
  [/\benrol(s|ment|ments)?\b(?!_)/i, 'enroll, enrolls, enrollment'],
  [/\b(askedOut|faultsInRow|wayOut|begunBefore)\b/, 'pendingExit, consecutiveFaults, nextStep, previouslyStarted'],
];

function sources(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  ).filter((file) => file.endsWith('.ts') && !NOT_OURS.test(file) && !EXCEPTIONS.has(file));
}

it.each(REPLACED)('no source says %s, but %s', (pattern) => {
  const own = 'test/check/words.spec.ts';
  const found = sources().filter((file) => file !== own && pattern.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(found).toEqual([]);
});

it('finds a word that was replaced', () => {
  expect(REPLACED.filter(([pattern]) => pattern.test('const MOST_LEVELS = 2; // at enrolment'))).toHaveLength(2);
});
