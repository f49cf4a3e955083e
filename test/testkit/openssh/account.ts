import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The login user of the board, whoever runs the tests. */
export const ACCOUNT = 'jetson';
/** Whom sshd becomes before a login, when root runs it. */
const NOBODY = 65534;

/**
 * Writes the only accounts that sshd knows: ours, with the ids of whoever runs the tests, and its own. The home and the
 * shell are so of our choice, and nobody's real home is touched. sshd reads the file afresh at each login.
 */
export function writeAccounts(folder: string, home: string, shell: string): void {
  const [uid, gid] = [process.getuid!(), process.getgid!()];
  const accounts = [
    `${ACCOUNT}:x:${uid}:${gid}::${home}:${shell}`,
    `sshd:x:${NOBODY}:${NOBODY}::/run/sshd:/usr/sbin/nologin`,
  ];
  writeFileSync(accountsFile(folder), `${accounts.join('\n')}\n`);
  writeFileSync(groupsFile(folder), `${ACCOUNT}:x:${gid}:\nnogroup:x:${NOBODY}:\n`);
}

export function accountsFile(folder: string): string {
  return join(folder, 'passwd');
}

export function groupsFile(folder: string): string {
  return join(folder, 'group');
}
