import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseCampaignFile } from '@joulefleet/contracts';
import type { Problem } from '@joulefleet/contracts';
import { formatCount } from '@joulefleet/figures';
import { CliFailure, usageFailure } from '../../cli-failure';
import { renderPlan } from '../../render/campaign/render-campaigns';
import type { Session } from '../../terminal/session';
import type { CliIo } from '../../terminal/streams';
import { readStdinText, readTextFile } from '../../terminal/text-file';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface CampaignSource {
  source: string;
  sourceName: string;
}

type Findings = NonNullable<Problem['errors']>;

/** `joulefleet campaign launch FILE`. */
export function registerCampaignLaunch(parent: Command, run: CommandRun): void {
  parent
    .command('launch')
    .description('check a campaign file, plan it on the enrolled devices and start it')
    .argument('<file>', 'campaign file (YAML); - reads standard input')
    .option('--dry-run', 'plan only; nothing is stored')
    .addHelpText('after', example('joulefleet campaign launch examples/quick.yaml --dry-run'))
    .action(
      action(run, async (session, command) => {
        const [file] = command.processedArgs as [string];
        await launch(session, file, command.opts<{ dryRun?: boolean }>().dryRun === true);
      }),
    );
}

/** `joulefleet campaign plan FILE`. */
export function registerCampaignPlan(parent: Command, run: CommandRun): void {
  parent
    .command('plan')
    .description('what a campaign file would do on the enrolled devices; nothing is stored')
    .argument('<file>', 'campaign file (YAML); - reads standard input')
    .addHelpText('after', example('joulefleet campaign plan examples/study.yaml'))
    .action(
      action(run, async (session, command) => {
        const [file] = command.processedArgs as [string];
        await launch(session, file, true);
      }),
    );
}

async function launch(session: Session, file: string, dryRun: boolean): Promise<void> {
  const { source, sourceName } = await readSource(session.io, file);
  const parsed = parseCampaignFile(source, sourceName);
  if (!parsed.ok) throw await withFindingsThere(session, { source, sourceName }, parsed.errors);
  const launched = await session
    .client()
    .launch({ source, sourceName, dryRun })
    .catch((error: unknown) => rethrowBadCampaign(error, sourceName));
  const { campaign } = launched;
  const next = campaign
    ? `Launched ${campaign.name} as ${campaign.id}\nWatch it: ${session.commandLine(`campaign watch ${campaign.id}`)}`
    : `Planned only: nothing is stored.\nStart it: ${session.commandLine(`campaign launch ${file}`)}`;
  session.result(launched, `${renderPlan(launched, session.colors)}\n\n${next}`);
}

/** Reads and checks a campaign file here already: its errors need no controller. @throws CliFailure with all findings. */
export async function readCampaignFile(io: CliIo, file: string): Promise<CampaignSource> {
  const read = await readSource(io, file);
  const parsed = parseCampaignFile(read.source, read.sourceName);
  if (parsed.ok) return read;
  throw badCampaign(read.sourceName, parsed.errors);
}

async function readSource(io: CliIo, file: string): Promise<CampaignSource> {
  if (file === '-') return { source: await readStdinText(io), sourceName: 'standard input' };
  const path = resolve(io.environment.workingFolder, file);
  return { source: readTextFile({ path, shown: file, what: 'the campaign file' }), sourceName: file };
}

/**
 * The findings of a file, those included that only a controller has, such as a device that is not enrolled: nobody should correct a
 * file twice. Where none answers, those found `here`.
 */
async function withFindingsThere(session: Session, read: CampaignSource, here: Findings): Promise<CliFailure> {
  const { sourceName } = read;
  try {
    await session.client().launch({ ...read, dryRun: true });
  } catch (error) {
    if (hasCode(error, 'bad_campaign') && error.problem.errors?.length)
      return badCampaign(sourceName, error.problem.errors);
  }
  return badCampaign(sourceName, here);
}

/** What the controller finds in a file, such as a level that no device has, reads like what is found here. */
export function rethrowBadCampaign(error: unknown, sourceName: string): never {
  if (hasCode(error, 'bad_campaign')) throw badCampaign(sourceName, error.problem.errors ?? []);
  throw hasCode(error, 'unsatisfiable') ? unsatisfiable(sourceName, error.problem) : error;
}

function hasCode(error: unknown, code: 'bad_campaign' | 'unsatisfiable'): error is CliFailure {
  return error instanceof CliFailure && error.problem.code === code;
}

/** Nothing is wrong with the file. */
function unsatisfiable(sourceName: string, { errors = [], remedy }: CliFailure['problem']): CliFailure {
  return usageFailure('no enrolled device can measure what the file asks for; nothing was stored', {
    code: 'unsatisfiable',
    title: 'The campaign cannot be measured',
    where: sourceName,
    errors,
    remedy,
  });
}

function badCampaign(sourceName: string, errors: Findings): CliFailure {
  return usageFailure(`${formatCount(errors.length, 'error')}; nothing was stored`, {
    code: 'bad_campaign',
    title: 'The campaign file is wrong',
    where: sourceName,
    errors,
    remedy: 'Correct the file and launch it again.',
  });
}
