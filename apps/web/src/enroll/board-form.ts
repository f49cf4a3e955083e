import type { CallOf } from '../api/routes';

/** What a person types of a board. */
export interface BoardForm {
  host: string;
  port: string;
  user: string;
  name: string;
  /** Name of a key that the controller keeps; empty: the one that it makes itself. */
  identity: string;
  labels: string;
  sudo: boolean;
}

export const EMPTY_BOARD: BoardForm = {
  ...{ host: '', port: '22', user: '', name: '', identity: '', labels: '', sudo: false },
};

type EnrollBody = CallOf<'enrollDevice'>['body'];

/** The request; `fingerprint` is that of a host key which somebody compared. */
export function enrollBody(form: BoardForm, fingerprint?: string): EnrollBody {
  const labels = form.labels.split(/[\s,]+/).filter(Boolean);
  return {
    ...{ name: form.name.trim(), host: form.host.trim(), port: Number(form.port), user: form.user.trim(), labels },
    ...(form.identity === '' ? {} : { identity: form.identity }),
    ...(form.sudo ? { privilege: 'sudo' as const } : {}),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
