#!/usr/bin/env node
// Static checks of the sources. `npm run check`, or `npm run check -- types lint`.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const AT_ONCE = 2;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tool = (name) => join('node_modules', '.bin', name);

/** Slowest first, so that the short ones fill the gaps. */
const steps = [
  { name: 'lint', command: tool('eslint'), args: ['.'] },
  { name: 'types', command: tool('tsc'), args: ['--noEmit', '--project', 'tsconfig.json'] },
  { name: 'types-web', command: tool('tsc'), args: ['--noEmit', '--project', 'apps/web/tsconfig.json'] },
  { name: 'dead-code', command: tool('knip'), args: ['--no-progress'] },
  {
    name: 'imports',
    command: tool('depcruise'),
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...roots()],
  },
  { name: 'formatting', command: tool('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'agent-grammar', command: 'python3', args: ['scripts/check/agent_grammar.py', ...pythonFiles('agent')] },
];

function roots() {
  return ['apps', 'libs', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)));
}

function pythonFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.py'))
    .map((name) => join(folder, name));
}

/** Runs a step; prints one line, and its output only if it fails. Resolves to whether it passed. */
async function run({ name, command, args }) {
  const startMs = performance.now();
  const { code, output } = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (exitCode) => resolve({ code: exitCode, output: text }));
  });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  process.stdout.write(
    `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${code === 0 ? '' : `${output.trim()}\n\n`}`,
  );
  return code === 0;
}

async function runAll(chosen) {
  const queue = [...chosen];
  const failed = [];
  const takeNext = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift())
      if (!(await run(step))) failed.push(step.name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeNext));
  return failed;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `check: no step ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}\n`,
  );
  process.exit(2);
}
const chosen = wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name));
const failed = await runAll(chosen);
if (failed.length > 0) process.exitCode = 1;
const verdict = failed.length === 0 ? `all ${chosen.length} steps passed` : `failed: ${failed.join(', ')}`;
process.stdout.write(`check: ${verdict}\n`);
