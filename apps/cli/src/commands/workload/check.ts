import { InvalidArgumentError, Option, type Command } from 'commander';
import { GRAPH_MODES } from '@joulefleet/core';
import { EXIT } from '../../exit-codes';
import { renderCheck } from '../../render/workload/render-check';
import { screenOf } from '../../terminal/screen';
import { runCheck } from '../../workload/run-check';
import { action, example, figureBetween, wholeNumber, type CommandRun } from '../command-run';

interface CheckOptions {
  name: string;
  batchSize: number;
  inferences?: number;
  graph: string;
  warmup: number;
  runtime?: string;
  precision?: string;
  lazyLoading?: boolean;
  garbageCollection?: boolean;
  parameter: Record<string, string | number | boolean>;
  timeout: number;
}

const MAX_COUNT = 10_000_000;
const MAX_TIMEOUT_S = 7_200;
/** Batches of a check that does not say how many inferences. */
const BATCHES = 20;
const WARMUP_MAX_S = 30;

/** `joulefleet workload check COMMAND`: 0 when a trial of it would be measured, 2 when it would fail. */
export function registerWorkloadCheck(parent: Command, run: CommandRun): void {
  parent
    .command('check')
    .description('run a workload’s command here as a board would, and say what is wrong with the events that it prints')
    .argument('<command...>', 'the program and its arguments; after -- where they have options')
    .option('--name <workload>', 'the workload that it is asked for', 'mine')
    .option('--batch-size <inferences>', 'of one batch', wholeNumber(1, MAX_COUNT), 8)
    .option('--inferences <count>', `how many (default: ${BATCHES} batches)`, wholeNumber(1, MAX_COUNT))
    .addOption(new Option('--graph <mode>', 'of the model').choices(GRAPH_MODES).default('dynamic'))
    .option('--warmup <batches>', 'before the inferences', wholeNumber(0, MAX_COUNT), 3)
    .option('--runtime <name>', 'ask for one, as a campaign does')
    .option('--precision <name>', 'ask for one')
    .option('--lazy-loading <switch>', 'true or false', onOrOff)
    .option('--garbage-collection <switch>', 'true or false', onOrOff)
    .option('--parameter <name=value>', 'a free parameter; may be repeated', addParameter, {})
    .option('--timeout <seconds>', 'end it then', figureBetween(1, MAX_TIMEOUT_S), 120)
    .addHelpText(
      'after',
      example(
        'joulefleet workload check ./runner.py',
        'joulefleet workload check --batch-size 16 --parameter threads=2 -- python3 runner.py --fast',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [words] = command.processedArgs as [string[]];
        const options = command.opts<CheckOptions>();
        const report = await runCheck(session.io.environment, { command: words, ...requestOf(options) });
        session.result(report, renderCheck(report, screenOf(session)));
        return report.ok ? EXIT.ok : EXIT.usage;
      }),
    );
}

function requestOf(options: CheckOptions) {
  const { name, batchSize, graph: graphMode, warmup: warmupBatches, timeout: timeoutS, parameter } = options;
  const { runtime, precision, lazyLoading, garbageCollection } = options;
  const parameters = Object.keys(parameter).length > 0 ? parameter : undefined;
  const { inferences = batchSize * BATCHES } = options;
  return {
    workload: {
      ...{ name, batchSize, graphMode, inferences, warmupBatches, warmupMaxS: WARMUP_MAX_S },
      options: { runtime, precision, lazyLoading, garbageCollection, parameters },
    },
    timeoutS,
  };
}

function onOrOff(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('Expected true or false.');
}

/** A value that is a number, true or false in JSON is handed on as that, as from a campaign file. */
function addParameter(text: string, found: CheckOptions['parameter']): CheckOptions['parameter'] {
  const [, name, value] = /^([A-Za-z]\w{0,31})=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected NAME=VALUE.');
  const plain = /^(true|false|-?\d+(\.\d+)?)$/.test(value);
  return { ...found, [name]: plain ? (JSON.parse(value) as number | boolean) : value };
}
