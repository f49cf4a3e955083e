#!/usr/bin/env node
// All tests, or with arguments what Jest makes of them. Where few files fail in a run of all of them, those run once more, alone:
// some look at boards in real time, and a machine that is too busy for that is no fault. Files that fail and then pass are named.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** More files than these have a reason in common. */
const FEW_FILES = 4;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs Jest and resolves to its exit code, or 1 after a signal. */
function jest(args, env = {}) {
  const command = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [command, ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** Resolves to `{ code, files }` with the counts of each file; `files` is null where Jest did not come to an end. */
async function runAndCount(args) {
  const folder = mkdtempSync(join(tmpdir(), 'jf-test-'));
  try {
    const summary = join(folder, 'summary.json');
    const code = await jest(args, { JOULEFLEET_TEST_SUMMARY: summary });
    return { code, files: readCounts(summary) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

const sum = (files, field) => files.reduce((total, file) => total + file[field], 0);
const print = (line) => process.stdout.write(`${line}\n`);

async function runAll() {
  const all = await runAndCount([]);
  if (all.files === null) return all.code || 1;
  const failing = all.files.filter(({ failed }) => failed > 0);
  let { code, files } = all;
  if (failing.length > 0 && failing.length <= FEW_FILES) {
    print(`\n${failing.length} of ${files.length} files failed among all others; they run again, alone.\n`);
    const again = await runAndCount(['--runInBand', '--runTestsByPath', ...failing.map(({ path }) => path)]);
    if (again.files !== null) {
      files = [...files.filter(({ failed }) => failed === 0), ...again.files];
      code = again.code;
      for (const { path, failed } of again.files)
        if (failed === 0) print(`unsteady: ${relative(root, path)} failed among all others and passed alone`);
    }
  }
  print(`\n${sum(files, 'passed')} passed, ${sum(files, 'failed')} failed`);
  return code;
}

const args = process.argv.slice(2);
process.exitCode = args.length === 0 ? await runAll() : await jest(args);
