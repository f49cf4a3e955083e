import { calibrationRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { renderCalibration } from '../../render/calibration/render-calibrations';
import { confirm, yesOption } from '../../terminal/confirm';
import { screenOf } from '../../terminal/screen';
import { action, example, type CommandRun } from '../command-run';

/** `joulefleet calibration remove DEVICE RAIL VERSION`. */
export function registerCalibrationRemove(parent: Command, run: CommandRun): void {
  parent
    .command('remove')
    .description('withdraw a version: it is kept, and not used any more')
    .argument('<device>', 'name of the device')
    .argument('<rail>', 'rail')
    .argument('<version>', 'number of the version')
    .option('--reason <text>', 'why')
    .addOption(yesOption())
    .addHelpText('after', example('joulefleet calibration remove nano-1 POM_5V_IN 2 --reason "wrong shunt"'))
    .action(
      action(run, async (session, command) => {
        const [name, rail, version] = command.processedArgs as [string, string, string];
        const { reason } = command.opts<{ reason?: string }>();
        await confirm(session, command, `Withdraw calibration ${version} of ${rail} on ${name}?`);
        const withdrawn = await session.client().call(calibrationRoutes.withdrawCalibration, {
          params: { name, rail, version },
          body: { reason },
        });
        session.result(withdrawn, renderCalibration(withdrawn, screenOf(session)));
        session.note('Results that used it keep its figures until they are recomputed: joulefleet results recompute');
      }),
    );
}
