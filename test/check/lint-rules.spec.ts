import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Rules that fire on a text when it stands for an existing file of the product. */
function rulesFor(path: string, text: string): string[] {
  const eslint = join('node_modules', '.bin', 'eslint');
  const args = ['--stdin', '--stdin-filename', path, '--format', 'json'];
  const { stdout } = spawnSync(eslint, args, { input: text, encoding: 'utf8' });
  const [result] = JSON.parse(stdout) as { messages: { ruleId: string }[] }[];
  return [...new Set((result?.messages ?? []).map(({ ruleId }) => ruleId))].sort();
}

const lines = (count: number, line: string) => `${line}\n`.repeat(count);

const BAD = `
export async function forgotten(): Promise<void> {}
export function careless(home = process.env.HOME): void {
  forgotten();
  console.log(home == null);
${lines(60, '  careless();')}}
export const untyped = (value: any) => value.power;
export const branches = (a: number) => ${'a > 1 ? 2 : '.repeat(16)}0;
${lines(400, 'careless();')}`;

it('find what must not be in the product', () => {
  expect(rulesFor('libs/core/src/index.ts', BAD)).toEqual([
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
  ]);
}, 60_000);

it.each(['libs/platform/src/index.ts', 'apps/controller/src/main.ts'])(
  'let %s read the environment',
  (path) => {
    expect(rulesFor(path, 'export const home = process.env.HOME;\n')).toEqual([]);
  },
  60_000,
);
