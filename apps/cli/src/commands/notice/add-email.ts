import { MAIL_TLS, type MailTls } from '@joulefleet/core';
import { Option, type Command } from 'commander';
import { action, example, wholeNumber, type CommandRun } from '../command-run';
import { addTarget, addTargetOptions, commonOf, readSecret, type TargetOptions } from './add-options';

interface EmailOptions extends TargetOptions {
  host: string;
  port: number;
  tls?: MailTls;
  from: string;
  to: string[];
  user?: string;
}

const SUBMISSION_PORT = 587;
const MAX_PORT = 65_535;

/** `joulefleet notice add email NAME --host HOST --from ADDRESS --to ADDRESS`. */
export function registerNoticeAddEmail(parent: Command, run: CommandRun): void {
  const command = parent
    .command('email')
    .description('send notices by mail, through a server (SMTP); the password of a login is asked for')
    .argument('<name>', 'what to call the target')
    .requiredOption('--host <host>', 'mail server, which JOULEFLEET_NOTICE_HOSTS of the controller must allow')
    .addOption(new Option('--port <port>', 'its port').argParser(wholeNumber(1, MAX_PORT)).default(SUBMISSION_PORT))
    .addOption(
      new Option('--tls <mode>', 'how it is spoken to (default: implicit at port 465, else starttls)').choices(
        MAIL_TLS,
      ),
    )
    .requiredOption('--from <address>', 'sender')
    .requiredOption('--to <address>', 'recipient; may be repeated', (to: string, all: string[] = []) => [...all, to])
    .option('--user <name>', 'login; left out: none');
  addTargetOptions(command, 'the password')
    .addHelpText(
      'after',
      example(
        'joulefleet notice add email lab --host smtp.example.com --user lab --from lab@example.com --to ada@example.com',
        'joulefleet notice add email team --host mail.lab --port 25 --tls none --from jf@mail.lab --to all@mail.lab --weekly',
      ),
    )
    .action(
      action(run, async (session, called) => {
        const [name] = called.processedArgs as [string];
        const options = called.opts<EmailOptions>();
        const { host, port, tls, from, to, user = null } = options;
        const password = user === null ? null : await readSecret(session, options, 'password');
        await addTarget(session, {
          kind: 'email',
          ...commonOf(name, options),
          host,
          port,
          tls,
          from,
          to,
          user,
          password,
        });
      }),
    );
}
