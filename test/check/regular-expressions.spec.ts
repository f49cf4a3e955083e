import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Quadratic time on this takes seconds, linear time about a millisecond. */
const HOSTILE_CHARACTERS = 40_000;
const LIMIT_MS = 400;

const PIECES = [
  ...' \t\n\r0aA-_./=:",;\'\\%#*[|',
  'a://b:',
  'a://b:c',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN ',
  'jf_a',
  'jf_a_',
  'cookie:',
  'cookie ',
  '1h ',
  '1 ',
  '1.',
  '""',
  '"a',
  'a=',
  'a b',
  '\r\n',
  '; ',
  'Host ',
  '%41',
  '\u001b[1',
];
const HOSTILE = PIECES.map((piece) => `${piece.repeat(HOSTILE_CHARACTERS / piece.length)}\u0001 x`);

interface Pattern {
  where: string;
  regex: RegExp;
}

function patternsIn(file: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const regex = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      found.push({ where: `${file}:${line + 1}`, regex });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Looks for every match, as `replace` and `matchAll` do. */
function timeOf(regex: RegExp, text: string): number {
  const startMs = performance.now();
  text.replace(regex, '');
  return performance.now() - startMs;
}

const files = execFileSync('git', ['ls-files', 'libs', 'apps'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('apps/twin/fit'));
const patterns = files.flatMap(patternsIn);

it('finds the regular expressions of the sources', () => expect(patterns.length).toBeGreaterThan(80));

it('finds a pattern that backtracks', () => {
  expect(timeOf(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi, 'a'.repeat(HOSTILE_CHARACTERS))).toBeGreaterThan(
    LIMIT_MS,
  );
});

it('takes linear time with each of them, whatever a device or a user wrote', () => {
  const slow = patterns.flatMap(({ where, regex }) => {
    const worst = HOSTILE.map((text, i) => ({ ms: timeOf(regex, text), piece: PIECES[i]! })).sort(
      (a, b) => b.ms - a.ms,
    )[0]!;
    return worst.ms > LIMIT_MS
      ? [`${where} ${regex}: ${Math.round(worst.ms)} ms with ${JSON.stringify(worst.piece)}`]
      : [];
  });
  expect(slow).toEqual([]);
});
