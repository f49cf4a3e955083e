import { Command } from 'commander';
import { registerCampaignCancel } from './commands/campaign/cancel';
import { registerCampaignLaunch } from './commands/campaign/launch';
import { registerCampaignList } from './commands/campaign/list';
import { registerCampaignPause } from './commands/campaign/pause';
import { registerCampaignReport } from './commands/campaign/report';
import { registerCampaignResume } from './commands/campaign/resume';
import { registerCampaignShare } from './commands/campaign/share';
import { registerCampaignWatch } from './commands/campaign/watch';
import { example } from './commands/command-run';
import type { CommandRun } from './commands/command-run';
import { registerDemo } from './commands/local/demo';
import { registerDown } from './commands/local/down';
import { registerAccess } from './commands/access/register-access';
import { registerDevice } from './commands/device/register-device';
import { registerIdentity } from './commands/identity/register-identity';
import { registerUp } from './commands/local/up';
import { EXIT_CODE_HELP } from './exit-codes';

/** The command tree. Help and parse errors are thrown, never the end of the process. */
export function buildProgram(run: CommandRun): Command {
  const program = new Command('joulefleet')
    .description("energy sweeps on a lab's fleet of Jetson boards")
    .option('--json', 'print JSON on stdout; everything else goes to stderr')
    .option('--no-color', 'no colours (NO_COLOR in the environment does the same)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void run.io.stdout.write(text),
      writeErr: (text) => void run.io.stderr.write(text),
    })
    .showSuggestionAfterError()
    .addHelpText('after', `${example('joulefleet demo')}\n${EXIT_CODE_HELP}`);
  registerUp(program, run);
  registerDown(program, run);
  registerDemo(program, run);
  registerDevice(program, run);
  registerIdentity(program, run);
  const campaign = program
    .command('campaign')
    .description('sweeps: launch, watch, pause, cancel, share, list, report')
    .addHelpText('after', example('joulefleet campaign launch examples/quick.yaml'));
  registerCampaignLaunch(campaign, run);
  registerCampaignWatch(campaign, run);
  registerCampaignList(campaign, run);
  registerCampaignReport(campaign, run);
  registerCampaignPause(campaign, run);
  registerCampaignResume(campaign, run);
  registerCampaignCancel(campaign, run);
  registerCampaignShare(campaign, run);
  registerAccess(program, run);
  return program;
}
