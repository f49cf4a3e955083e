import { readCredentials } from '../../client/credentials';
import { originOf } from '../../client/locate-controller';
import type { Session } from '../../terminal/session';

/** Says so when commands go to another controller than the one at this address, and what ends that. */
export function noteElsewhere(session: Session, url: string): void {
  const { environment } = session.io;
  const remote = readCredentials(environment.home).remote?.url;
  const used = environment.url ?? remote;
  if (used === undefined || (URL.canParse(used) && new URL(used).origin === originOf(url))) return;
  const why =
    environment.url !== null
      ? 'JOULEFLEET_URL says so.'
      : `you are logged in there. \`${session.commandLine('logout')}\` ends that.`;
  session.note(`Commands go to ${used}, not to ${url}: ${why}`);
}
