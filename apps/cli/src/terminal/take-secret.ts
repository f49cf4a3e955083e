import { randomBytes } from 'node:crypto';
import { usageFailure } from '../cli-failure';
import type { Session } from './session';
import { readStdinText } from './text-file';

const PASSWORD_BYTES = 18;

/** 24 characters, 144 random bits. */
export function generatePassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}

/** The lines of standard input, as many as are wanted. @throws CliFailure `usage` when there are fewer. */
export async function secretLines(session: Session, what: readonly string[]): Promise<string[]> {
  const lines = (await readStdinText(session.io)).split(/\r?\n/);
  return what.map((name, at) => {
    const line = lines[at];
    if (line) return line;
    throw usageFailure(`standard input lacks the ${name}`, { remedy: `Send it as line ${at + 1}.` });
  });
}

/** Asks for what nobody shall see. @throws CliFailure `usage` where there is nobody to ask. */
export async function typeSecret(session: Session, question: string, otherwise: string): Promise<string> {
  requireTerminal(session, otherwise);
  return session.io.askSecret(question);
}

/** A new password, typed twice. @throws CliFailure `usage` when the two differ. */
export async function typeNewPassword(session: Session, otherwise: string): Promise<string> {
  const typed = await typeSecret(session, 'New password: ', otherwise);
  if ((await typeSecret(session, 'The same again: ', otherwise)) === typed) return typed;
  throw usageFailure('the two passwords differ; nothing was changed');
}

export function requireTerminal(session: Session, otherwise: string): void {
  if (session.io.stdinIsTty) return;
  throw usageFailure('there is no terminal to ask on', { remedy: otherwise });
}
