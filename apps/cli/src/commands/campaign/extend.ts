import { campaignRoutes, type ExtendRequest } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { campaignIdOrLatest } from '../../client/latest-campaign';
import { renderExtended } from '../../render/campaign/render-stops';
import type { Session } from '../../terminal/session';
import { action, example, type CommandRun } from '../command-run';
import { readCampaignFile, rethrowBadCampaign } from './launch';

interface ExtendOptions {
  repetitions?: string;
  file?: string;
}

/** `joulefleet campaign extend [ID] --repetitions N | --file FILE`. */
export function registerCampaignExtend(parent: Command, run: CommandRun): void {
  parent
    .command('extend')
    .description('measure every cell more often, or new cells and devices as well; nothing is repeated')
    .argument('[id]', 'campaign, or the beginning of its id (default: the newest)')
    .option('--repetitions <n>', 'how many more trials of every cell')
    .option('--file <file>', 'the campaign file with more levels, workloads or devices (see campaign clone)')
    .addHelpText(
      'after',
      example(
        'joulefleet campaign extend 0199c3f2 --repetitions 5',
        'joulefleet campaign extend 0199c3f2 --file more.yaml',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const options = command.opts<ExtendOptions>();
        const body = await requestOf(session, options);
        const client = session.client();
        const id = await campaignIdOrLatest(client, (command.processedArgs as [string | undefined])[0]);
        const extending = client.call(campaignRoutes.extendCampaign, { params: { id }, body });
        const campaign = await extending.catch((error: unknown) => rethrowBadCampaign(error, options.file ?? ''));
        const repetitions = 'repetitions' in body ? body.repetitions : null;
        session.result(campaign, renderExtended(campaign, repetitions, session.commandLine(`campaign watch ${id}`)));
      }),
    );
}

async function requestOf(session: Session, { repetitions, file }: ExtendOptions): Promise<ExtendRequest> {
  if ((repetitions === undefined) === (file === undefined)) {
    throw usageFailure('give either --repetitions or --file');
  }
  if (file !== undefined) return readCampaignFile(session.io, file);
  const count = Number(repetitions);
  if (!Number.isInteger(count) || count < 1) {
    throw usageFailure('--repetitions takes a whole number of at least 1');
  }
  return { repetitions: count };
}
