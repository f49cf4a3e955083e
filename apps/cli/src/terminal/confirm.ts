import { usageFailure } from '../cli-failure';
import type { Session } from './session';

/**
 * Asks before what is hard to undo, when there is somebody to ask: on a terminal, without `--json` and without `--yes`.
 * @throws CliFailure `not_confirmed` after anything but a yes.
 */
export async function confirm(session: Session, question: string, yes: boolean | undefined): Promise<void> {
  if (yes || session.json || !session.io.stdinIsTty) return;
  const answer = await session.io.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw usageFailure('nothing was changed', { code: 'not_confirmed', title: 'Not confirmed' });
}
