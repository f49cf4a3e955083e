import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the PostgreSQL server runs as. */
export interface ServiceAccount {
  uid: number;
  gid: number;
  /** True when we are root and the server is not: PostgreSQL refuses to run as root. */
  isOther: boolean;
}

const NOBODY = 65_534;

/** Ourselves, or `nobody` when we are root. */
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

/** Whether the account may pass through every folder from the root down to `folder`, itself included. */
export function canReach(account: ServiceAccount, folder: string): boolean {
  if (!mayEnter(account, folder)) return false;
  return folder === '/' || canReach(account, dirname(folder));
}

function mayEnter({ uid, gid }: ServiceAccount, folder: string): boolean {
  const { mode, uid: owner, gid: group } = statSync(folder);
  const executeBit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & executeBit) !== 0;
}
