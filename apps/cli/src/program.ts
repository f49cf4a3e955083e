import { Command } from 'commander';
import { example } from './commands/command-run';
import type { CommandRun } from './commands/command-run';
import { refuseRepeatedOptions } from './commands/refuse-repeated';
import { registerCommands } from './commands/register-commands';
import { EXIT_CODE_HELP } from './exit-codes';

/** The program with the command that `args` call. Help and parse errors are thrown; nothing here ends the process. */
export async function buildProgram(run: CommandRun, args: readonly string[]): Promise<Command> {
  const program = new Command('joulefleet')
    .description("energy sweeps on a lab's fleet of Jetson boards")
    .option('--json', 'print JSON on stdout; everything else goes to stderr')
    .option('-V, --version', 'print the version and the commit')
    .option('--no-color', 'no colors (NO_COLOR in the environment does the same)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void run.io.stdout.write(text),
      writeErr: (text) => void run.io.stderr.write(text),
      // Errors are rendered like all others, in `runCli`.
      outputError: () => undefined,
    })
    .showSuggestionAfterError()
    .addHelpText('after', `${example('joulefleet demo')}\n${EXIT_CODE_HELP}`);
  await registerCommands(program, run, args);
  refuseRepeatedOptions(program);
  return program;
}
