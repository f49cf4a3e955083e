#!/usr/bin/env node
// Makes a checkout runnable: dependencies, Prisma client, compiled sources, the command line, the web interface. Says nothing when nothing is
// to be done; otherwise one line a step on stderr, so that a command's JSON on stdout stays clean. Plain Node, no dependencies.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWeb } from './setup/build-web.mjs';
import { bundleCommandLine } from './setup/bundle-command-line.mjs';
import { compileSources } from './setup/compile-sources.mjs';
import { generatePrismaClient } from './setup/generate-prisma-client.mjs';
import { installDependencies } from './setup/install-dependencies.mjs';
import { listSources } from './setup/list-sources.mjs';

const OLDEST_NODE = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Thrown by the first step that has something to do. */
class WorkToDo extends Error {}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}`);
}

/** Each step returns at once when it is done already, and calls `say` before it changes anything. */
async function runSteps(say) {
  await installDependencies(root, say);
  await generatePrismaClient(root, say);
  const sources = listSources(root);
  await compileSources(root, sources, say);
  await bundleCommandLine(root, sources, say);
  await buildWeb(root, sources, say);
}

/** Without the lock, which costs a process: nearly always nothing is to be done. */
async function isDone() {
  try {
    await runSteps(() => {
      throw new WorkToDo();
    });
    return true;
  } catch (error) {
    if (error instanceof WorkToDo) return false;
    throw error;
  }
}

function report(line) {
  process.stderr.write(`setup: ${line}\n`);
}

try {
  requireNode();
  if (!existsSync(join(root, 'package-lock.json'))) throw new Error('package-lock.json is missing: not a checkout?');
  if (!(await isDone())) {
    const { holdLock } = await import('./setup/hold-lock.mjs');
    await holdLock(root, () => runSteps(report));
  }
} catch (error) {
  report(`failed: ${error.message}`);
  process.exitCode = 1;
}
