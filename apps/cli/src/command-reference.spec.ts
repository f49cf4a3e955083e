import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { captureIo } from './fixtures/controller-double';
import { buildProgram } from './program';

const reference = readFileSync(join(__dirname, '../../../docs/cli.md'), 'utf8');

function commandsBelow(command: Command, path: string): { path: string; command: Command }[] {
  return command.commands.flatMap((each) => {
    const own = `${path} ${each.name()}`.trim();
    return each.commands.length > 0 ? commandsBelow(each, own) : [{ path: own, command: each }];
  });
}

async function allCommands(): Promise<{ path: string; command: Command }[]> {
  return commandsBelow(await buildProgram({ io: captureIo('/nowhere'), exitCode: 0 }, []), '');
}

it('docs/cli.md names every command', async () => {
  const paths = (await allCommands()).map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !reference.includes(`\`${path}`))).toEqual([]);
});

it('docs/cli.md names every option', async () => {
  const missing = (await allCommands()).flatMap(({ path, command }) =>
    command.options.filter(({ long }) => !reference.includes(long!)).map(({ long }) => `${path} ${long}`),
  );
  expect(missing).toEqual([]);
});

it('every command has a description and an example', async () => {
  for (const { path, command } of await allCommands()) {
    let help = '';
    command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
    expect({
      path,
      described: command.description() !== '',
      example: help.includes(`$ `) && help.includes(path),
    }).toEqual({ path, described: true, example: true });
  }
});

it('a command that is called is the only one that is loaded', async () => {
  for (const { path } of await allCommands()) {
    const program = await buildProgram({ io: captureIo('/nowhere'), exitCode: 0 }, path.split(' '));
    expect(commandsBelow(program, '').map((each) => each.path)).toEqual([path]);
  }
});
