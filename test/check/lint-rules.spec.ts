import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const lines = (count: number, line: string) => `${line}\n`.repeat(count);

const BAD = `
export async function forgotten(): Promise<void> {}
export function careless(home = process.env.HOME): void {
  forgotten();
  console.log(home == null);
${lines(60, '  careless();')}}
const startMs = Date.now();
export const tookMs = (): number => Date.now() - startMs;
export const untyped = (value: any) => value.power;
export const branches = (a: number) => ${'a > 1 ? 2 : '.repeat(16)}0;
${lines(400, 'careless();')}`;

const READS_ENVIRONMENT = 'export const home = process.env.HOME;\n';

const BAD_HOOKS = `
import { useEffect, useState } from 'react';
export function useReading(moment: string): boolean {
  const [passed, setPassed] = useState(false);
  if (moment === '') return useState(true)[0];
  useEffect(() => setPassed(moment < 'x'), []);
  return passed && Date.now() > 0;
}
`;

/** Texts that stand for an existing file of the product, by its path. */
const TEXTS = {
  'libs/core/src/index.ts': BAD,
  'apps/web/src/parts/use-title.ts': BAD_HOOKS,
  'libs/platform/src/index.ts': READS_ENVIRONMENT,
  'apps/controller/src/main.ts': READS_ENVIRONMENT,
};

/** Prints the rules that fire on each text. One process for all: reading the types costs most, and is done once. */
const LINT = `
const { ESLint } = require('eslint');
const eslint = new ESLint();
async function rulesFor([filePath, text]) {
  const [result] = await eslint.lintText(text, { filePath });
  return [filePath, [...new Set(result.messages.map(({ ruleId }) => ruleId))].sort()];
}
Promise.all(Object.entries(JSON.parse(process.argv[1])).map(rulesFor))
  .then((rules) => console.log(JSON.stringify(Object.fromEntries(rules))));
`;

describe('the lint rules', () => {
  let rules: Record<string, string[]>;

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', LINT, JSON.stringify(TEXTS)]);
    rules = JSON.parse(stdout) as Record<string, string[]>;
  }, 120_000);

  it('find what must not be in the product', () => {
    expect(rules['libs/core/src/index.ts']).toEqual([
      '@typescript-eslint/no-explicit-any',
      '@typescript-eslint/no-floating-promises',
      '@typescript-eslint/no-unsafe-member-access',
      '@typescript-eslint/no-unsafe-return',
      'complexity',
      'eqeqeq',
      'max-lines',
      'max-lines-per-function',
      'no-console',
      'no-restricted-properties',
      'no-restricted-syntax',
    ]);
  });

  it('find what breaks the rules of React', () => {
    expect(rules['apps/web/src/parts/use-title.ts']).toEqual([
      'react-hooks/exhaustive-deps',
      'react-hooks/purity',
      'react-hooks/rules-of-hooks',
      'react-hooks/set-state-in-effect',
    ]);
  });

  it.each(['libs/platform/src/index.ts', 'apps/controller/src/main.ts'])('let %s read the environment', (path) => {
    expect(rules[path]).toEqual([]);
  });
});
