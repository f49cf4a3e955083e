import { calibrationRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderCalibrations } from '../../render/calibration/render-calibrations';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet calibration list DEVICE`. */
export function registerCalibrationList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('calibrations of the rails of a device, newest version first; withdrawn ones too')
    .argument('<device>', 'name of the device')
    .addHelpText('after', example('joulefleet calibration list nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const list = await session.client().call(calibrationRoutes.listCalibrations, { params: { name } });
        session.result(list, renderCalibrations(name, list.calibrations, screenOf(session)));
      }),
    );
}
