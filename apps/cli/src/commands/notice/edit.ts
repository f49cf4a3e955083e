import { noticeRoutes, type EditNoticeTargetRequest, type NoticeTargetView } from '@joulefleet/contracts';
import { MAIL_TLS } from '@joulefleet/core';
import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderTargets } from '../../render/notice/render-targets';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { generatePassword } from '../../terminal/take-secret';
import { action, example, wholeNumber, type CommandRun } from '../command-run';
import { readSecret } from './add-options';

interface EditOptions {
  schedule: string[];
  allSchedules?: true;
  always?: boolean;
  weekly?: boolean;
  zone?: string;
  host?: string;
  port?: number;
  tls?: EditNoticeTargetRequest['tls'];
  from?: string;
  to: string[];
  /** False: taken away. */
  user?: string | false;
  url?: string;
  secret?: true;
  secretStdin?: true;
  secretFile?: string;
  generateSecret?: true;
}

const MAX_PORT = 65_535;
/** What is kept encrypted of each kind: its field, and what it is called. */
const SECRETS = {
  email: ['password', 'password'],
  webhook: ['secret', 'secret'],
  slack: ['url', 'URL'],
} as const satisfies Record<NoticeTargetView['kind'], readonly [keyof EditNoticeTargetRequest, string]>;

const several = (one: string, all: string[]): string[] => [...all, one];

/** `joulefleet notice edit NAME`. */
export function registerNoticeEdit(parent: Command, run: CommandRun): void {
  parent
    .command('edit')
    .description('change a target: when it is sent to, where, and what is kept encrypted; what is not named stays')
    .argument('<name>', 'name of the target')
    .option('--schedule <name>', 'only nights of this schedule; may be repeated', several, [])
    .option('--all-schedules', 'nights of all schedules')
    .option('--always', 'also after nights of which there is nothing to say')
    .option('--no-always', 'only where there is something to say')
    .option('--weekly', 'a summary on Mondays at 8:00 as well')
    .option('--no-weekly', 'no summary')
    .option('--zone <name>', 'IANA time zone of the summary')
    .option('--host <host>', 'mail server, which JOULEFLEET_NOTICE_HOSTS of the controller must allow')
    .addOption(new Option('--port <port>', 'its port').argParser(wholeNumber(1, MAX_PORT)))
    .addOption(
      new Option('--tls <mode>', 'how it is spoken to; of a URL: required, or none for http://').choices([
        ...MAIL_TLS,
        'required',
      ]),
    )
    .option('--from <address>', 'sender')
    .option('--to <address>', 'recipient, in place of those that there are; may be repeated', several, [])
    .option('--user <name>', 'login of the mail server')
    .option('--no-user', 'no login')
    .option('--url <url>', 'of a webhook')
    .option('--secret', 'asks for a new password, secret, or URL of Slack')
    .option('--secret-stdin', 'the new one is the first line of standard input')
    .option('--secret-file <file>', 'the new one is the first line of a file')
    .option('--generate-secret', 'a new secret of a webhook is made, and printed this once')
    .addHelpText(
      'after',
      example(
        'joulefleet notice edit lab --to ada@example.com --to eva@example.com',
        'joulefleet notice edit lab --host smtp.example.org --secret',
        'joulefleet notice edit ci --url https://ci.example.com/new --generate-secret',
        'joulefleet notice edit team --schedule nightly --always --no-weekly',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const options = command.opts<EditOptions>();
        const made = options.generateSecret && generatePassword();
        const body = { ...editOf(options), ...(await newSecretOf(session, name, options, made)) };
        if (Object.keys(body).length === 0) throw usageFailure('no change was given', { remedy: 'See --help.' });
        const target = await session.client().call(noticeRoutes.editNoticeTarget, { params: { name }, body });
        const shown = made ? `\nSecret, shown this once: ${made}` : '';
        const next = `Try it: ${session.commandLine(`notice test ${name}`)}`;
        const result = { ...target, ...(made && { secret: made }) };
        session.result(result, `${renderTargets([target], screenOf(session))}${shown}\n\n${next}`);
      }),
    );
}

function editOf(options: EditOptions): EditNoticeTargetRequest {
  const { schedule, allSchedules, to, user, always, weekly, zone, host, port, tls, from, url } = options;
  if (allSchedules && schedule.length > 0) throw usageFailure('--schedule and --all-schedules exclude each other');
  const given = { always, weekly, zone, host, port, tls, from, url };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...((allSchedules || schedule.length > 0) && { schedules: allSchedules ? null : schedule }),
    ...(to.length > 0 && { to }),
    ...(user !== undefined && { user: user || null }),
  };
}

/** What is kept encrypted, where a new one was asked for: which field it is depends on the kind of the target. */
async function newSecretOf(
  session: Session,
  name: string,
  { secret, secretStdin, secretFile, generateSecret }: EditOptions,
  made: string | undefined,
): Promise<EditNoticeTargetRequest> {
  const ways = [secret, secretStdin, secretFile, generateSecret].filter((way) => way !== undefined);
  if (ways.length === 0) return {};
  if (ways.length > 1) {
    throw usageFailure('--secret, --secret-stdin, --secret-file and --generate-secret exclude one another');
  }
  const { targets } = await session.client().call(noticeRoutes.listNoticeTargets, {});
  // Of an unknown name the controller says so itself.
  const [field, what] = SECRETS[targets.find((target) => target.name === name)?.kind ?? 'webhook'];
  if (made !== undefined && field !== 'secret') throw usageFailure('only the secret of a webhook can be made');
  return { [field]: made ?? (await readSecret(session, { secretStdin, secretFile }, what)) };
}
