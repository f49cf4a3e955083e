import { CommanderError } from 'commander';
import type { Problem } from '@joulefleet/contracts';
import { createColors } from 'picocolors';
import { CliFailure, problemOf } from './cli-failure';
import type { CommandRun } from './commands/command-run';
import { describeParseError } from './describe-parse-error';
import { EXIT, exitCodeOf } from './exit-codes';
import { buildProgram } from './program';
import { readVersion } from './read-version';
import { renderProblem } from './render/render-problem';
import type { CliIo } from './terminal/streams';

/** Executes one command line and returns its exit code; never throws. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const run: CommandRun = { io, exitCode: EXIT.ok };
  try {
    if (asksForVersion(args)) return printVersion(args, io);
    const program = await buildProgram(run, args);
    await program.parseAsync([...args], { from: 'user' });
    return run.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return settleParseError(error, args, io);
    return settleFailure(error, args, io);
  }
}

/** Answered before any command is loaded. */
function asksForVersion(args: readonly string[]): boolean {
  return args.includes('--version') || args[0] === '-V' || args[1] === '-V';
}

function printVersion(args: readonly string[], io: CliIo): number {
  const found = readVersion(io.environment.rootFolder);
  const commit = found.commit === null ? '' : ` (${found.commit.slice(0, 12)})`;
  io.stdout.write(args.includes('--json') ? `${JSON.stringify(found)}\n` : `joulefleet ${found.version}${commit}\n`);
  return EXIT.ok;
}

/** Help is no error; where it is shown for a missing command, it has been printed already. */
function settleParseError(error: CommanderError, args: readonly string[], io: CliIo): number {
  if (error.exitCode === 0) return EXIT.ok;
  const { problem } = describeParseError(error);
  if (error.code !== 'commander.help') writeProblem(problem, args, io);
  writeJsonProblem(problem, args, io);
  return EXIT.usage;
}

function settleFailure(error: unknown, args: readonly string[], io: CliIo): number {
  const problem = problemOf(error);
  writeProblem(problem, args, io);
  if (problem.origin === 'bug' && !(error instanceof CliFailure) && error instanceof Error) {
    io.stderr.write(`${error.stack ?? ''}\n`);
  }
  writeJsonProblem(problem, args, io);
  return exitCodeOf(problem);
}

function writeProblem(problem: Problem, args: readonly string[], io: CliIo): void {
  const noColor = args.includes('--no-color') || !io.environment.colorAllowed || io.stderr.isTTY !== true;
  io.stderr.write(`${renderProblem(problem, createColors(!noColor))}\n`);
}

function writeJsonProblem(problem: Problem, args: readonly string[], io: CliIo): void {
  if (args.includes('--json')) io.stdout.write(`${JSON.stringify({ error: problem })}\n`);
}
