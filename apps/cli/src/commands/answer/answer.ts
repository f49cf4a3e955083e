import { resolve } from 'node:path';
import { answerRoutes, type AnswerView } from '@joulefleet/contracts';
import { ANSWER_OBJECTIVES, KNOWN_CLASSES } from '@joulefleet/core';
import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { EXIT } from '../../exit-codes';
import { renderAnswer } from '../../render/answer/render-answer';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { writeNewFile } from '../../terminal/write-new-file';
import { action, example, figureBetween, wholeNumber, type CommandRun } from '../command-run';

interface AnswerOptions {
  workload: string;
  minimise: (typeof ANSWER_OBJECTIVES)[number];
  maxLatencyMs?: number;
  maxPowerW?: number;
  device?: string;
  class?: string;
  batchSize?: number;
  campaign?: string;
  pricePerKwh?: number;
  mixed?: boolean;
  apply?: string;
  revert?: string;
}

const LEAST = 1e-6;

/** `joulefleet answer --workload NAME`. */
export function registerAnswer(parent: Command, run: CommandRun): void {
  parent
    .command('answer')
    .description('which clocks, batch size and device a workload should use, what that saves, and how sure it is')
    .requiredOption('--workload <name>', 'what is to be executed')
    .addOption(
      new Option('--minimise <what>', 'what is to be least')
        .choices([...ANSWER_OBJECTIVES])
        .default('energy-per-inference'),
    )
    .option('--max-latency-ms <ms>', 'a batch takes no longer, in the mean', figureBetween(LEAST, 1e8))
    .option('--max-power-w <watts>', 'the board takes no more, in the mean', figureBetween(LEAST, 1e4))
    .option('--device <name>', 'on this device')
    .addOption(new Option('--class <name>', 'on a device of this class').choices([...KNOWN_CLASSES]))
    .option('--batch-size <count>', 'with this batch size', wholeNumber(1, 65_536))
    .option('--campaign <id>', 'from this campaign only, or the beginning of its id')
    .option(
      '--price-per-kwh <price>',
      'of electricity: shows what a million inferences cost',
      figureBetween(LEAST, 1e6),
    )
    .option('--mixed', 'simulated figures beside measured ones')
    .option('--apply <file>', 'write a shell script that sets the clocks on the board; - prints it')
    .option('--revert <file>', 'write the one that takes them back; - prints it')
    .addHelpText(
      'after',
      example(
        'joulefleet answer --workload resnet18 --max-latency-ms 20 --max-power-w 10',
        'joulefleet answer --workload alexnet --minimise latency --class jetson-nano --apply set.sh --revert back.sh',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const { class: deviceClass, mixed, apply, revert, ...options } = command.opts<AnswerOptions>();
        refuse(session, options, apply, revert);
        const query = { ...options, deviceClass, ...(mixed && { mixed: 'true' }) };
        const view = await session.client().call(answerRoutes.showAnswer, { query });
        giveScripts(session, view, { apply, revert });
        return view.best ? EXIT.ok : EXIT.noAnswer;
      }),
    );
}

type Scripts = Partial<Record<'apply' | 'revert', string | undefined>>;

function refuse(session: Session, options: Partial<AnswerOptions>, apply?: string, revert?: string): void {
  if (options.minimise === 'cost' && options.pricePerKwh === undefined) {
    throw usageFailure('the least cost needs a price of electricity', { remedy: 'Give --price-per-kwh.' });
  }
  if (session.json && (apply === '-' || revert === '-')) {
    throw usageFailure('--json has both scripts already', { remedy: 'Leave out --apply - and --revert -.' });
  }
  if (apply !== undefined && apply === revert) {
    throw usageFailure('--apply and --revert are two scripts', { remedy: 'Give two names, or - to one of them.' });
  }
}

/** Shows the answer and writes the scripts; a script that is printed is all that is printed. */
function giveScripts(session: Session, view: AnswerView, wanted: Scripts): void {
  const names = (['apply', 'revert'] as const).filter((name) => wanted[name] !== undefined);
  const printed = names.find((name) => wanted[name] === '-');
  if (names.length > 0 && !view.scripts) {
    session.note(`There is no script: ${view.noScripts ?? 'nothing that was measured answers the question'}.`);
    return session.result(view, renderAnswer(view, screenOf(session)));
  }
  for (const name of names.filter((each) => wanted[each] !== '-')) {
    const file = wanted[name]!;
    writeNewFile(resolve(session.io.environment.workingFolder, file), file, view.scripts![name]);
    session.note(`Wrote ${file}. Run it on the board as root: sh ${file}`);
  }
  if (printed) return void session.io.stdout.write(view.scripts![printed]);
  session.result(view, renderAnswer(view, screenOf(session)));
}
