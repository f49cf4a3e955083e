import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

let root: string;

/** A small checkout: the real scripts and compiler, sources of its own. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup-'));
  for (const path of ['scripts', '.swcrc', 'package-lock.json']) cpSync(path, join(root, path), { recursive: true });
  mkdirSync(join(root, 'node_modules', '@swc'), { recursive: true });
  for (const name of ['@swc/core', 'esbuild'])
    symlinkSync(join(process.cwd(), 'node_modules', name), join(root, 'node_modules', name));
  // As an installation leaves it; without this mark the script would install everything here.
  const lockHash = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  write('node_modules/.joulefleet-installed', lockHash);
  write('libs/core/src/index.ts', 'export const answer: number = 42;\n');
  write('apps/worker/src/main.ts', "import { answer } from '@joulefleet/core';\nprocess.stdout.write(`${answer}`);\n");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function setup(): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function output(program = 'dist/apps/worker/src/main.js'): string {
  return spawnSync(process.execPath, [program], { cwd: root, encoding: 'utf8' }).stdout;
}

describe('scripts/setup.mjs', () => {
  it('compiles with the aliases resolved, then has nothing to say; stdout stays clean', () => {
    expect(setup()).toEqual({ status: 0, stdout: '', stderr: 'setup: compiling 2 changed of 2 files\n' });
    expect(output()).toBe('42');
    expect(setup()).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('compiles again what changed, copies what is read at run time and deletes what is gone', () => {
    write('libs/core/src/left-over.ts', 'export {};\n');
    setup();
    rmSync(join(root, 'libs/core/src/left-over.ts'));
    write('libs/core/src/index.ts', "import table from './table.json';\nexport const answer = table.answer;\n");
    write('libs/core/src/table.json', '{ "answer": 1234 }\n');
    write('libs/core/src/index.spec.ts', 'it.todo("is no part of the product");\n');
    expect(setup().stderr).toBe('setup: compiling 2 changed of 3 files\n');
    expect(output()).toBe('1234');
    expect(existsSync(join(root, 'dist/libs/core/src/left-over.js'))).toBe(false);
    expect(existsSync(join(root, 'dist/libs/core/src/index.spec.js'))).toBe(false);
  });

  it('names a file that does not compile, fails, and tries it again the next time', () => {
    write('apps/worker/src/main.ts', 'const = ;\n');
    const first = setup();
    expect(first.status).toBe(1);
    expect(first.stderr).toMatch(/setup: failed:[^]*main\.ts/);
    expect(setup().status).toBe(1);
    write('apps/worker/src/main.ts', "process.stdout.write('repaired');\n");
    expect(setup().status).toBe(0);
    expect(output()).toBe('repaired');
  });

  it('bundles the command line, and bundles it again when a library that it imports changed', () => {
    const program = 'dist/cli/joulefleet.mjs';
    write('tsconfig.json', '{ "compilerOptions": { "paths": { "@joulefleet/core": ["./libs/core/src"] } } }');
    write('apps/cli/src/main.ts', "void import('./command');\n");
    write(
      'apps/cli/src/command.ts',
      "import { answer } from '@joulefleet/core';\nprocess.stdout.write(`${answer}`);\n",
    );
    expect(setup().stderr).toContain('setup: bundling the command line\n');
    expect(output(program)).toBe('42');
    expect(setup()).toEqual({ status: 0, stdout: '', stderr: '' });
    write('libs/core/src/index.ts', 'export const answer = 1234;\n');
    expect(setup().stderr).toBe('setup: compiling 1 changed of 2 files\nsetup: bundling the command line\n');
    expect(output(program)).toBe('1234');
  });
});
