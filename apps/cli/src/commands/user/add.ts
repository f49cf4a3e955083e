import { accessRoutes } from '@joulefleet/contracts';
import { ROLES, type Role } from '@joulefleet/core';
import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import type { Session } from '../../terminal/session';
import { generatePassword, secretLines } from '../../terminal/take-secret';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface AddOptions {
  role: Role;
  password: boolean;
  passwordStdin?: boolean;
}

/** `joulefleet user add NAME --role ROLE`. */
export function registerUserAdd(parent: Command, run: CommandRun): void {
  parent
    .command('add')
    .description('add a user; a password is made, and printed this once')
    .argument('<name>', 'lower-case letters, digits and hyphens')
    .addOption(new Option('--role <role>', 'role of the user').choices(ROLES).makeOptionMandatory())
    .option('--password-stdin', 'the password is the first line of standard input')
    .option('--no-password', 'no login with a password: for a program, which gets an API key')
    .addHelpText(
      'after',
      example(
        'joulefleet user add ada --role researcher',
        'joulefleet user add nightly --role researcher --no-password',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const options = command.opts<AddOptions>();
        const { password, made } = await passwordFor(session, options);
        const user = await session
          .client()
          .call(accessRoutes.createUser, { body: { name, role: options.role, password } });
        const shown = made ? `\nPassword, shown this once: ${password}` : '';
        session.result(
          { user, ...(made && { password }) },
          `${name} is a user now, with the role ${user.role}.${shown}`,
        );
      }),
    );
}

async function passwordFor(
  session: Session,
  { password, passwordStdin }: AddOptions,
): Promise<{ password?: string; made: boolean }> {
  if (!password && passwordStdin) throw usageFailure('--password-stdin and --no-password exclude each other');
  if (!password) return { made: false };
  if (passwordStdin) return { password: (await secretLines(session, ['password']))[0], made: false };
  return { password: generatePassword(), made: true };
}
