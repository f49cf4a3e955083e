import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearestWord } from '@joulefleet/core';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import type { Session } from '../../terminal/session';
import { writeNewFile } from '../../terminal/write-new-file';
import { action, example, type CommandRun } from '../command-run';

/** The commented examples, by what they are for. */
const FIRST_LOOK = 'first-look';

/** `joulefleet campaign init [KIND] [--output FILE]`. */
export function registerCampaignInit(parent: Command, run: CommandRun): void {
  parent
    .command('init')
    .description('write a commented campaign file to start from; without a kind: list the kinds')
    .argument(
      '[kind]',
      'what for: first-look, full-sweep, batch-effect, governors, nightly, own-command, runtime, search, study',
    )
    .option('--output <file>', 'file to write, which must not exist yet (default: KIND.yaml)')
    .addHelpText(
      'after',
      example('joulefleet campaign init', 'joulefleet campaign init full-sweep --output sweep.yaml'),
    )
    .action(
      action(run, async (session, command) => {
        const [kind] = command.processedArgs as [string | undefined];
        const kinds = findKinds(session);
        if (kind === undefined) return session.result({ kinds: [...kinds.keys()] }, renderKinds(kinds));
        const path = kinds.get(kind);
        if (path === undefined) throw unknownKind(kind, [...kinds.keys()]);
        const { output = `${kind}.yaml` } = command.opts<{ output?: string }>();
        writeNewFile(resolve(session.io.environment.workingFolder, output), output, readFileSync(path, 'utf8'));
        const plan = session.commandLine(`campaign plan ${output}`);
        session.result({ kind, output }, `Wrote ${output}. Edit it, then: ${plan}`);
      }),
    );
}

/** Path of each example, by kind. */
function findKinds(session: Session): Map<string, string> {
  const examples = join(session.io.environment.rootFolder, 'examples');
  const started = readdirSync(join(examples, 'start')).sort();
  return new Map([
    [FIRST_LOOK, join(examples, 'quick.yaml')],
    ...started.map((file): [string, string] => [file.replace(/\.yaml$/, ''), join(examples, 'start', file)]),
    ['study', join(examples, 'study.yaml')],
  ]);
}

/** Each kind with the first line of its example. */
function renderKinds(kinds: ReadonlyMap<string, string>): string {
  const width = Math.max(...[...kinds.keys()].map((kind) => kind.length));
  const about = (path: string): string => readFileSync(path, 'utf8').split('\n')[0]!.replace(/^# /, '');
  return [...kinds].map(([kind, path]) => `${kind.padEnd(width)}  ${about(path)}`).join('\n');
}

function unknownKind(kind: string, kinds: readonly string[]) {
  const nearest = nearestWord(kind, kinds);
  return usageFailure(`there is no example ${JSON.stringify(kind)}${nearest ? `; did you mean ${nearest}?` : ''}`, {
    remedy: `Take one of ${kinds.join(', ')}.`,
  });
}
