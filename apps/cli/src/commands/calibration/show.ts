import { calibrationRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderCalibration } from '../../render/calibration/render-calibrations';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet calibration show DEVICE RAIL [VERSION]`. */
export function registerCalibrationShow(parent: Command, run: CommandRun): void {
  parent
    .command('show')
    .description('one version with its fit, its pairs and what the fit leaves of each')
    .argument('<device>', 'name of the device')
    .argument('<rail>', 'rail')
    .argument('[version]', 'number of the version (default: the one in force, else the latest)')
    .addHelpText('after', example('joulefleet calibration show nano-1 POM_5V_IN 2'))
    .action(
      action(run, async (session, command) => {
        const [name, rail, version] = command.processedArgs as [string, string, string | undefined];
        const { calibrations } = await session.client().call(calibrationRoutes.listCalibrations, { params: { name } });
        const ofRail = calibrations.filter((each) => each.rail === rail);
        const found =
          version === undefined
            ? (ofRail.find(({ inForce }) => inForce) ?? ofRail[0])
            : ofRail.find((each) => String(each.version) === version);
        if (!found) {
          const what = version === undefined ? 'calibration' : `calibration ${version}`;
          throw usageFailure(`${name} has no ${what} of ${rail}`, {
            remedy: `See ${session.commandLine(`calibration list ${name}`)}`,
          });
        }
        session.result(found, renderCalibration(found, screenOf(session)));
      }),
    );
}
