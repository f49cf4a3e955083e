#!/usr/bin/env node
// Makes a checkout runnable: dependencies, Prisma client, compiled sources. Says nothing when nothing is to be done;
// otherwise one line a step on stderr, so that a command's JSON on stdout stays clean. Plain Node, no dependencies.
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { installDependencies } from './setup/install-dependencies.mjs';
import { generatePrismaClient } from './setup/generate-prisma-client.mjs';
import { compileSources } from './setup/compile-sources.mjs';

const OLDEST_NODE = [20, 19];
const LOCK_WAIT_S = 600;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}`);
}

/** One setup at a time: the kernel drops the lock with the process, so that it cannot go stale. */
async function locked(work) {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  const descriptor = openSync(join(folder, '.setup.lock'), 'a');
  try {
    const stdio = ['ignore', 'ignore', 'inherit', descriptor];
    const { status, error } = spawnSync('flock', ['-w', String(LOCK_WAIT_S), '3'], { stdio });
    if (error) throw new Error(`flock (package util-linux) is needed: ${error.message}`);
    if (status !== 0) throw new Error(`another setup has held ${folder}/.setup.lock for ${LOCK_WAIT_S} s`);
    return await work();
  } finally {
    closeSync(descriptor);
  }
}

try {
  requireNode();
  if (!existsSync(join(root, 'package-lock.json'))) throw new Error('package-lock.json is missing: not a checkout?');
  await locked(async () => {
    installDependencies(root, say);
    generatePrismaClient(root, say);
    await compileSources(root, say);
  });
} catch (error) {
  say(`failed: ${error.message}`);
  process.exitCode = 1;
}
