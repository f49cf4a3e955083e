import type { Command } from 'commander';
import type { ReportView } from '@joulefleet/contracts';
import { reportDocument, toHtml, toMarkdown } from '@joulefleet/figures';
import { resolve } from 'node:path';
import { readVersion } from '../../read-version';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderReport } from '../../render/campaign/render-report';
import type { Session } from '../../terminal/session';
import { writeStreamedFile } from '../../terminal/write-streamed-file';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface PageOptions {
  html?: string;
  /** True: to be printed. */
  markdown?: string | true;
  force?: boolean;
}

/** `joulefleet campaign report [ID]`. */
export function registerCampaignReport(parent: Command, run: CommandRun): void {
  parent
    .command('report')
    .description('optimum, saving over DVFS and cost in time per device and workload; device against device')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--cells', 'every cell as well')
    .option('--device <name>', 'of this device only')
    .option('--html <file>', 'write one page with figures, methods and a citation, which needs no other file')
    .option('--markdown [file]', 'the same for a README, without drawings; without a file it is printed')
    .option('--force', 'replace a file that exists')
    .addHelpText('after', example('joulefleet campaign report', 'joulefleet campaign report 0199c3f2 --cells'))
    .action(
      action(run, async (session, command) => {
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const { cells = false, device } = command.opts<{ cells?: boolean; device?: string }>();
        const report = await client.report(id, device);
        const { html, markdown, force = false } = command.opts<PageOptions>();
        if (html === undefined && markdown === undefined) {
          return session.result(report, renderReport(report, screenOf(session), { cells, device }));
        }
        await writePages(session, report, { html, markdown, force });
      }),
    );
}

async function writePages(
  session: Session,
  report: ReportView,
  { html, markdown, force = false }: PageOptions,
): Promise<void> {
  const { environment, stdout } = session.io;
  const paper = reportDocument(report, readVersion(environment.rootFolder).version);
  const write = async (option: string, shown: string, text: string): Promise<string> => {
    const file = { path: resolve(environment.workingFolder, shown), shown, force, option };
    await writeStreamedFile(file, (take) => take(Buffer.from(text)));
    return shown;
  };
  const written = [
    ...(html === undefined ? [] : [await write('--html', html, toHtml(paper))]),
    ...(typeof markdown === 'string' ? [await write('--markdown', markdown, toMarkdown(paper))] : []),
  ];
  if (markdown === true) return void stdout.write(toMarkdown(paper));
  session.result({ written }, written.map((file) => `Wrote ${file}.`).join('\n'));
}
