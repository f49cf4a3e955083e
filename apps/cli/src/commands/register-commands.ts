import type { Command } from 'commander';
import { example, type CommandRun } from './command-run';
import { COMMAND_TREE, type CommandGroup, type LoadCommand } from './command-tree';

type Commands = Readonly<Record<string, LoadCommand | CommandGroup>>;

/**
 * Adds the command that `args` call to the program, and no other. Where they call none by its full name (help, a typing
 * error), adds all that the parser may list or suggest.
 */
export async function registerCommands(program: Command, run: CommandRun, args: readonly string[]): Promise<void> {
  const words = args.filter((word) => !word.startsWith('-'));
  await registerInto(program, run, COMMAND_TREE, words);
}

async function registerInto(parent: Command, run: CommandRun, commands: Commands, words: readonly string[]) {
  const [called = '', ...rest] = words;
  const isCalled = Object.hasOwn(commands, called);
  for (const name of isCalled ? [called] : Object.keys(commands)) {
    const entry = commands[name]!;
    if (typeof entry === 'function') (await entry())(parent, run);
    else await registerGroup(parent, run, name, entry, isCalled ? rest : []);
  }
}

async function registerGroup(
  parent: Command,
  run: CommandRun,
  name: string,
  { description, example: line, commands }: CommandGroup,
  words: readonly string[],
): Promise<void> {
  const group = parent.command(name).description(description).addHelpText('after', example(line));
  await registerInto(group, run, commands, words);
}
