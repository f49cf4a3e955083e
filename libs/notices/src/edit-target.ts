import {
  addNoticeTargetRequest,
  type AddNoticeTargetRequest,
  type EditNoticeTargetRequest,
} from '@joulefleet/contracts';
import type { StoredTarget } from '@joulefleet/store';
import { invalidTarget, type OpenTarget } from './target-settings';

/**
 * The request that would add the target as it is to be. A password goes only where it was meant for: another server, way of speaking to it or login needs
 * it again.
 *
 * @throws Fault `notice_target_invalid` (operator).
 */
export function editTarget(
  { name, always, zone, nextWeeklyAt }: Pick<StoredTarget, 'name' | 'always' | 'zone' | 'nextWeeklyAt'>,
  open: OpenTarget,
  edit: EditNoticeTargetRequest,
): AddNoticeTargetRequest {
  const common = { name, always, weekly: nextWeeklyAt !== null, zone };
  const merged = { ...common, ...ownOf(open), ...edit };
  const parsed = addNoticeTargetRequest.safeParse(open.kind === 'email' ? withLogin(open, merged, edit) : merged);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const what = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.');
  throw invalidTarget(
    `a target of kind ${open.kind} cannot be given this ${what ?? 'change'}`,
    'See `joulefleet notice edit --help`.',
  );
}

function ownOf(open: OpenTarget): object {
  if (open.kind === 'email') {
    const { kind, host, port, tls, from, to, user, password } = open;
    return { kind, host, port, tls, from, to, user, password };
  }
  const tls = open.origin.startsWith('http:') ? 'none' : 'required';
  return open.kind === 'webhook'
    ? { kind: open.kind, url: open.url, tls, secret: open.secret }
    : { kind: open.kind, url: open.url, tls };
}

function withLogin<M extends object>(
  open: OpenTarget & { kind: 'email' },
  merged: M,
  edit: EditNoticeTargetRequest,
): M {
  if (edit.user === null) return { ...merged, password: null };
  const moved = (['host', 'port', 'tls', 'user'] as const).filter(
    (key) => edit[key] !== undefined && edit[key] !== open[key],
  );
  if (open.password === null || edit.password !== undefined || moved.length === 0) return merged;
  const remedy = 'Give the password as well (--secret), or take the login away (--no-user).';
  throw invalidTarget(`the password is needed again, because ${moved.join(', ')} would change`, remedy);
}
