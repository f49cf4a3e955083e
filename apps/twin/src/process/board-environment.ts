export const ROOT_VARIABLE = 'JOULEFLEET_ROOT';

/** The environment of a login session on a twin: nothing of ours but its root and its home. */
export function boardEnvironment(user: string, home: string, root: string): NodeJS.ProcessEnv {
  return {
    HOME: home,
    USER: user,
    LOGNAME: user,
    SHELL: '/bin/sh',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    [ROOT_VARIABLE]: root,
  };
}
