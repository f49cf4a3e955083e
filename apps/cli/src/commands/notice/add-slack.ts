import type { Command } from 'commander';
import { action, example, type CommandRun } from '../command-run';
import { addTarget, addTargetOptions, commonOf, readSecret, type TargetOptions } from './add-options';
import { urlTlsOption, type URL_TLS } from './add-webhook';

interface SlackOptions extends TargetOptions {
  tls: (typeof URL_TLS)[number];
}

/** `joulefleet notice add slack NAME`. */
export function registerNoticeAddSlack(parent: Command, run: CommandRun): void {
  const command = parent
    .command('slack')
    .description('post notices to an incoming webhook of Slack, or of what takes the same; its URL is asked for')
    .argument('<name>', 'what to call the target')
    .addOption(urlTlsOption());
  addTargetOptions(command, 'the URL')
    .addHelpText(
      'after',
      example('joulefleet notice add slack team', 'joulefleet notice add slack team --weekly --secret-stdin < url'),
    )
    .action(
      action(run, async (session, called) => {
        const [name] = called.processedArgs as [string];
        const options = called.opts<SlackOptions>();
        const url = await readSecret(session, options, 'URL');
        await addTarget(session, { kind: 'slack', ...commonOf(name, options), url, tls: options.tls });
      }),
    );
}
