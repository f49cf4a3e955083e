import { resolve } from 'node:path';
import { calibrationRoutes, type AddCalibrationRequest } from '@joulefleet/contracts';
import { parseMeter, parsePairs, type CalibrationPair } from '@joulefleet/core';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderCalibration } from '../../render/calibration/render-calibrations';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { readStdinText, readTextFile } from '../../terminal/text-file';
import { momentOf } from '../../time/moment-of';
import { action, example, type CommandRun } from '../command-run';

interface AddOptions {
  rail: string;
  file: string;
  meter?: string;
  note?: string;
  from?: string;
  force?: boolean;
}

/** `joulefleet calibration add DEVICE --rail RAIL --file PAIRS.csv`. */
export function registerCalibrationAdd(parent: Command, run: CommandRun): void {
  parent
    .command('add')
    .description('fit gain and offset of a rail to pairs against an external meter; results use it from then on')
    .argument('<device>', 'name of the device')
    .requiredOption('--rail <rail>', 'rail that the meter measured, such as VDD_IN')
    .requiredOption('--file <file>', 'CSV: reading in mW, meter in mW[, its standard uncertainty in mW]; - for stdin')
    .option('--meter <text>', 'name and accuracy of the meter, such as "WT310, 0.1 % + 5 mW"')
    .option('--note <text>', 'what else a reader should know')
    .option('--from <time>', 'from when on it is valid (default: now)')
    .option('--force', 'take a gain or an offset that data sheet and shunt tolerance do not allow')
    .addHelpText(
      'after',
      example('joulefleet calibration add nano-1 --rail POM_5V_IN --file pairs.csv --meter "WT310, 0.1 % + 5 mW"'),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const options = command.opts<AddOptions>();
        const body = requestOf(options, await readPairs(session, options.file));
        const added = await session.client().call(calibrationRoutes.addCalibration, { params: { name }, body });
        session.result(added, renderCalibration(added, screenOf(session)));
        session.note('Apply it to results that are stored already: joulefleet results recompute');
      }),
    );
}

function requestOf({ rail, meter, note, from, force }: AddOptions, pairs: CalibrationPair[]) {
  const body: AddCalibrationRequest = { rail, pairs, meter: null, note: note ?? '', force: force === true };
  if (from !== undefined) body.validFrom = new Date(momentOf('--from', from, Date.now())).toISOString();
  if (meter === undefined) return body;
  const parsed = parseMeter(meter);
  if (!parsed || parsed.name === '') {
    throw usageFailure(`--meter: ${JSON.stringify(meter)} is not a name and an accuracy`, {
      remedy: 'Write the name, a comma, and the accuracy of its data sheet: "WT310, 0.1 % + 5 mW".',
    });
  }
  return { ...body, meter: parsed };
}

async function readPairs({ io }: Session, file: string): Promise<CalibrationPair[]> {
  const path = resolve(io.environment.workingFolder, file);
  const text = file === '-' ? await readStdinText(io) : readTextFile({ path, shown: file, what: 'the file of pairs' });
  const parsed = parsePairs(text);
  if (parsed.ok) return parsed.pairs;
  throw usageFailure(parsed.message, {
    where: `${file === '-' ? 'standard input' : file}:${parsed.line}`,
    remedy: 'Correct the line, or leave it out. Nothing was stored.',
  });
}
