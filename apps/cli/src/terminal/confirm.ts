import { Option } from 'commander';
import type { Command } from 'commander';
import { usageFailure } from '../cli-failure';
import type { Session } from './session';

/** For a command that calls `confirm`. */
export function yesOption(): Option {
  return new Option('--yes', 'do not ask');
}

/**
 * Asks before what is hard to undo, when there is somebody to ask: on a terminal, without `--json` and without `--yes`.
 * @throws CliFailure `not_confirmed` after anything but a yes.
 */
export async function confirm(
  session: Session,
  command: Command,
  question: string,
  refused: Refused = {},
): Promise<void> {
  if (!isAsked(session, command)) return;
  const answer = await session.io.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  const { message = 'nothing was changed', remedy } = refused;
  throw usageFailure(message, { code: 'not_confirmed', title: 'Not confirmed', remedy });
}

/** What is said after a no. */
interface Refused {
  message?: string;
  remedy?: string;
}

/** Whether `confirm` asks: there is somebody to ask. */
export function isAsked({ json, io }: Session, command: Command): boolean {
  return !command.opts<{ yes?: boolean }>().yes && !json && io.stdinIsTty;
}
