import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The account that the PostgreSQL server runs under. */
export interface ServiceAccount {
  uid: number;
  gid: number;
  /** True if this process is root and the server is not: PostgreSQL refuses to run as root. */
  isOther: boolean;
}

const NOBODY = 65_534;

/** The account of this process, or `nobody` if that is root. */
export function serviceAccount(
  uid: number = process.geteuid?.() ?? 0,
  gid: number = process.getegid?.() ?? 0,
): ServiceAccount {
  if (uid !== 0) return { uid, gid, isOther: false };
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'));
  const [, , nobodyUid, nobodyGid] = entry?.split(':') ?? [];
  return { uid: Number(nobodyUid ?? NOBODY), gid: Number(nobodyGid ?? NOBODY), isOther: true };
}

/** Whether the account may enter every folder from the root down to and including `folder`. */
export function canReach(account: ServiceAccount, folder: string): boolean {
  if (!mayEnter(account, folder)) return false;
  return folder === '/' || canReach(account, dirname(folder));
}

function mayEnter({ uid, gid }: ServiceAccount, folder: string): boolean {
  const { mode, uid: owner, gid: group } = statSync(folder);
  const executeBit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & executeBit) !== 0;
}
