export const ROOT_VARIABLE = 'JOULEFLEET_ROOT';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A session that may not write knobs: by this the agent, and what stands in for the board's programs, knows it. */
const UNPRIVILEGED_VARIABLE = 'JOULEFLEET_TWIN_UNPRIVILEGED';

export interface LoginSession {
  user: string;
  home: string;
  root: string;
  /** Folder with the `sudo` of a user who is not root; null for one who may write everything. */
  sudoFolder: string | null;
}

/** The environment of a login session on a twin: nothing of ours but its root, its home and its lack of privilege. */
export function boardEnvironment({ user, home, root, sudoFolder }: LoginSession): NodeJS.ProcessEnv {
  return {
    HOME: home,
    USER: user,
    LOGNAME: user,
    SHELL: '/bin/sh',
    PATH: sudoFolder === null ? PATH : `${sudoFolder}:${PATH}`,
    LANG: 'C.UTF-8',
    [ROOT_VARIABLE]: root,
    ...(sudoFolder === null ? {} : { [UNPRIVILEGED_VARIABLE]: '1' }),
  };
}
