import { resolve } from 'node:path';
import { noticeRoutes, type AddNoticeTargetRequest } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderTargets } from '../../render/notice/render-targets';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { secretLines, typeSecret } from '../../terminal/take-secret';
import { readTextFile } from '../../terminal/text-file';
import { ownZone } from '../../time/own-zone';

/** Options of every target. */
export interface TargetOptions {
  schedule: string[];
  always?: true;
  weekly?: true;
  zone?: string;
  secretStdin?: true;
  secretFile?: string;
}

/** @param secret what is kept encrypted: `the password`. */
export function addTargetOptions(command: Command, secret: string): Command {
  return command
    .option(
      '--schedule <name>',
      'only nights of this schedule; may be repeated (default: all)',
      (name: string, all: string[]) => [...all, name],
      [],
    )
    .option('--always', 'also after nights of which there is nothing to say')
    .option('--weekly', 'a summary on Mondays at 8:00 as well')
    .option('--zone <name>', 'IANA time zone of the summary (default: that of this machine)')
    .option('--secret-stdin', `${secret} is the first line of standard input`)
    .option('--secret-file <file>', `${secret} is the first line of a file`);
}

/** The part of a request that all targets have. */
export function commonOf(name: string, { schedule, always, weekly, zone }: TargetOptions) {
  return {
    name,
    schedules: schedule.length > 0 ? schedule : null,
    always: always === true,
    weekly: weekly === true,
    zone: zone ?? ownZone(),
  };
}

/** What is kept encrypted: from standard input, from a file, or typed. @throws CliFailure `usage`. */
export async function readSecret(
  session: Session,
  { secretStdin, secretFile }: Pick<TargetOptions, 'secretStdin' | 'secretFile'>,
  what: string,
): Promise<string> {
  if (secretStdin && secretFile !== undefined)
    throw usageFailure('--secret-stdin and --secret-file exclude each other');
  if (secretStdin) return (await secretLines(session, [what]))[0]!;
  if (secretFile !== undefined) return firstLine(session, secretFile, what);
  const otherwise = `Send the ${what} to standard input, with --secret-stdin, or name a file with --secret-file.`;
  const typed = await typeSecret(session, `The ${what}: `, otherwise);
  if (typed === '') throw usageFailure(`no ${what} was typed; nothing was changed`);
  return typed;
}

function firstLine({ io }: Session, file: string, what: string): string {
  const path = resolve(io.environment.workingFolder, file);
  const [line = ''] = readTextFile({ path, shown: file, what: `the file of the ${what}` }).split(/\r?\n/, 1);
  if (line !== '') return line;
  throw usageFailure(`the first line of ${file} is empty`, { remedy: `Write the ${what} there.` });
}

/** Adds a target and shows it. @param note what is said of it once, such as a secret that was made. */
export async function addTarget(
  session: Session,
  body: AddNoticeTargetRequest,
  made: { secret?: string } = {},
): Promise<void> {
  const target = await session.client().call(noticeRoutes.addNoticeTarget, { body });
  const shown = made.secret === undefined ? '' : `\nSecret, shown this once: ${made.secret}`;
  const next = `Try it: ${session.commandLine(`notice test ${target.name}`)}`;
  session.result({ ...target, ...made }, `${renderTargets([target], screenOf(session))}${shown}\n\n${next}`);
}
