import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { generatePassword } from '../../terminal/take-secret';
import { action, example, type CommandRun } from '../command-run';
import { addTarget, addTargetOptions, commonOf, readSecret, type TargetOptions } from './add-options';

export const URL_TLS = ['required', 'none'] as const;

interface WebhookOptions extends TargetOptions {
  tls: (typeof URL_TLS)[number];
  generateSecret?: true;
}

/** Whether a URL may begin with `http://`. */
export function urlTlsOption(): Option {
  return new Option('--tls <mode>', 'none: a URL that begins with http:// is taken')
    .choices(URL_TLS)
    .default('required');
}

/** `joulefleet notice add webhook NAME URL`. */
export function registerNoticeAddWebhook(parent: Command, run: CommandRun): void {
  const command = parent
    .command('webhook')
    .description('post notices as JSON, signed with a secret, which is asked for')
    .argument('<name>', 'what to call the target')
    .argument('<url>', 'https://..., whose host JOULEFLEET_NOTICE_HOSTS of the controller must allow')
    .addOption(urlTlsOption())
    .option('--generate-secret', 'a secret is made, and printed this once');
  addTargetOptions(command, 'the secret')
    .addHelpText(
      'after',
      example(
        'joulefleet notice add webhook ci https://ci.example.com/hooks/joulefleet --generate-secret',
        'joulefleet notice add webhook ci https://ci.example.com/hooks/joulefleet --schedule nightly --secret-file secret',
      ),
    )
    .action(
      action(run, async (session, called) => {
        const [name, url] = called.processedArgs as [string, string];
        const options = called.opts<WebhookOptions>();
        const { tls, generateSecret, secretStdin, secretFile } = options;
        if (generateSecret && (secretStdin || secretFile !== undefined)) {
          throw usageFailure('--generate-secret excludes --secret-stdin and --secret-file');
        }
        const secret = generateSecret ? generatePassword() : await readSecret(session, options, 'secret');
        const body = { kind: 'webhook' as const, ...commonOf(name, options), url, tls, secret };
        await addTarget(session, body, generateSecret && { secret });
      }),
    );
}
