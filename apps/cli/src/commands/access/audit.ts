import { accessRoutes } from '@joulefleet/contracts';
import { AUDIT_SUBJECTS, type AuditSubject } from '@joulefleet/core';
import { Option } from 'commander';
import type { Command } from 'commander';
import { collectPages } from '../../client/call-route';
import { renderAudit } from '../../render/access/render-access';
import { screenOf } from '../../terminal/screen';
import { momentOf } from '../../time/moment-of';
import { action, example, limitOption } from '../command-run';
import type { CommandRun } from '../command-run';

interface AuditOptions {
  actor?: string;
  subject?: AuditSubject;
  id?: string;
  action?: string;
  from?: string;
  to?: string;
  limit: number;
}

const USUAL = 50;
const MOST = 100_000;

/** `joulefleet audit`. */
export function registerAudit(program: Command, run: CommandRun): void {
  program
    .command('audit')
    .description('who did what to what, the newest first')
    .option('--actor <name>', 'only what this user did')
    .addOption(new Option('--subject <kind>', 'only what was done to this kind').choices(AUDIT_SUBJECTS))
    .option('--id <id>', 'only what was done to this one: a name, or an id')
    .option('--action <action>', 'only this action, or those that begin so: user.edit, user')
    .option('--from <when>', 'only from then on: 2026-05-01, "2026-05-01 08:00" (your time)')
    .option('--to <when>', 'only before then')
    .addOption(limitOption('entries', USUAL, MOST))
    .addHelpText(
      'after',
      example('joulefleet audit --subject device --id nano-1', 'joulefleet audit --actor ada --limit 500 --json'),
    )
    .action(
      action(run, async (session, command) => {
        const { actor, subject, id: subjectId, action: acted, from, to, limit } = command.opts<AuditOptions>();
        const span = { from: instantOf('--from', from), to: instantOf('--to', to) };
        const client = session.client();
        const entries = await collectPages(
          (page) =>
            client.call(accessRoutes.listAudit, {
              query: { actor, subject, subjectId, action: acted, ...span, ...page },
            }),
          (page) => page.entries,
          limit,
        );
        session.result(
          { entries },
          entries.length > 0 ? renderAudit(entries, screenOf(session)) : 'No matching entries.',
        );
      }),
    );
}

function instantOf(option: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : new Date(momentOf(option, text, Date.now())).toISOString();
}
