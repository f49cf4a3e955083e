#!/usr/bin/env node
import { buffer } from 'node:stream/consumers';
import { createInterface } from 'node:readline/promises';
import { readEnvironment } from './environment';
import { runCli } from './run-cli';
import { askSecret } from './terminal/ask-secret';
import type { CliIo } from './terminal/streams';

function processIo(): CliIo {
  return {
    environment: readEnvironment(process.env, __dirname),
    stdout: process.stdout,
    stderr: process.stderr,
    stdinIsTty: process.stdin.isTTY === true,
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
    askSecret,
    readStdin: () => buffer(process.stdin),
    onInterrupt: (stop) => {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.once(signal, stop);
      return () => signals.forEach((signal) => process.removeListener(signal, stop));
    },
  };
}

/** `joulefleet … | head` closes our stdout early; that is no failure of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void runCli(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
