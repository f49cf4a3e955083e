import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes';
import { Session } from '../terminal/session';
import type { GlobalOptions } from '../terminal/session';
import type { CliIo } from '../terminal/streams';

/** One call of the program; the command that is executed leaves its exit code here. */
export interface CommandRun {
  readonly io: CliIo;
  exitCode: number;
}

/** A command's action: opens the session with the options and keeps the exit code that `work` returns (none: 0). */
export function action(run: CommandRun, work: (session: Session, command: Command) => Promise<number | void>) {
  return async (...parameters: unknown[]): Promise<void> => {
    const command = parameters[parameters.length - 1] as Command;
    const session = new Session(run.io, command.optsWithGlobals<GlobalOptions>());
    run.exitCode = (await work(session, command)) ?? EXIT.ok;
  };
}

/** The text behind a command's help. */
export function example(...lines: string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

/** A parser of a whole number between two bounds, both allowed. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const figure = Number(text);
    if (/^[0-9]+$/.test(text) && figure >= least && figure <= most) return figure;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/** How many entries of a list are shown, the newest first. */
export function limitOption(things: string, usual: number, most: number): Option {
  return new Option('--limit <count>', `how many ${things}`).argParser(wholeNumber(1, most)).default(usual);
}

/** Where a stream of events begins. */
export function afterOption(): Option {
  const description = 'also show earlier events: those after this id (0: all that are kept)';
  return new Option('--after <id>', description).argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER));
}

/** A parser of a figure between two bounds, both allowed. */
export function figureBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const figure = Number(text);
    if (text.trim() !== '' && figure >= least && figure <= most) return figure;
    throw new InvalidArgumentError(`Expected a figure from ${least} to ${most}.`);
  };
}
