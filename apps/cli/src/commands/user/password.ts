import { accessRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import type { Session } from '../../terminal/session';
import { generatePassword, secretLines, typeNewPassword, typeSecret } from '../../terminal/take-secret';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet user password [NAME]`. */
export function registerUserPassword(parent: Command, run: CommandRun): void {
  parent
    .command('password')
    .description('change your password; as an admin, give another user one, which is made and printed this once')
    .argument('[name]', 'name of another user')
    .option('--stdin', 'from standard input: your old and your new one, a line each; of another user the new one')
    .addHelpText('after', example('joulefleet user password', 'joulefleet user password ada'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string | undefined];
        const stdin = command.opts<{ stdin?: boolean }>().stdin === true;
        if (name === undefined) return changeOwn(session, stdin);
        return setOf(session, name, stdin);
      }),
    );
}

async function changeOwn(session: Session, stdin: boolean): Promise<void> {
  const otherwise = 'Send the old and the new one to standard input, with --stdin.';
  const [oldPassword, newPassword] = stdin
    ? await secretLines(session, ['old password', 'new password'])
    : [await typeSecret(session, 'Old password: ', otherwise), await typeNewPassword(session, otherwise)];
  const body = { oldPassword: oldPassword!, newPassword: newPassword! };
  await session.client().call(accessRoutes.changePassword, { body });
  session.result({ changed: true }, 'Your password is changed; your sessions have ended. Keys stay good.');
}

async function setOf(session: Session, name: string, stdin: boolean): Promise<void> {
  const given = stdin ? (await secretLines(session, ['new password']))[0] : undefined;
  const password = given ?? generatePassword();
  const user = await session.client().call(accessRoutes.editUser, { params: { name }, body: { password } });
  const shown = given === undefined ? `\nPassword, shown this once: ${password}` : '';
  const document = { user, ...(given === undefined && { password }) };
  session.result(document, `${name} has a new password; their sessions have ended.${shown}`);
}
