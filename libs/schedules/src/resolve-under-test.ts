import { cleanText, decodeText, Fault } from '@joulefleet/core';
import { runProgram, type ProgramKind } from '@joulefleet/platform';

const LIMIT_MS = 60_000;
const MAX_CHARACTERS = 1000;

/** The admin's programs that print what is under test, such as a git revision or the tag of a container. */
export const RESOLVER: ProgramKind = { noun: 'resolver', folderName: 'resolvers', failed: resolverFailed };

/**
 * What a resolver prints about a night that starts: its standard output, without blanks around it.
 * @throws Fault `resolver_missing`, `resolver_exposed` (operator), `resolver_failed` (controller), where it prints nothing, or no text,
 * or too much, or takes longer than a minute.
 */
export async function resolveUnderTest(
  folder: string | null,
  name: string,
  { schedule, tickMs }: { schedule: string; tickMs: number },
  limitMs = LIMIT_MS,
): Promise<string> {
  const due = new Date(tickMs).toISOString();
  const stdin = JSON.stringify({ schedule, due });
  const environment = { JOULEFLEET_SCHEDULE: schedule, JOULEFLEET_DUE: due };
  const output = await runProgram({ kind: RESOLVER, folder, name, stdin, environment, limitMs });
  const decoded = decodeText(output);
  if (!decoded.ok) throw resolverFailed(name, `it printed no text: ${decoded.message}`);
  const text = cleanText(decoded.text.trim());
  if (text === '') throw resolverFailed(name, 'it printed nothing');
  if (text.length > MAX_CHARACTERS) throw resolverFailed(name, `it printed more than ${MAX_CHARACTERS} characters`);
  return text;
}

function resolverFailed(where: string, how: string, cause?: unknown): Fault {
  return new Fault(`the resolver ${where} failed: ${how}`, {
    code: 'resolver_failed',
    origin: 'controller',
    transient: true,
    where,
    remedy: 'Run the resolver manually.',
    cause,
  });
}
