import { Fault } from '@joulefleet/core';
import type { AgentExit } from './agent-session';

const SAID_KEPT = 200;

export function deviceFault(code: string, where: string, message: string, remedy?: string): Fault {
  return new Fault(`${where}: ${message}`, { code, origin: 'device', transient: false, where, remedy });
}

/** The account may log in, and its shell runs nothing: nologin, false, a menu. */
export function shellRefused(exit: AgentExit, where: string): Fault {
  const said = (exit.strayLines || exit.stderr).slice(0, SAID_KEPT);
  const how = `it ended with exit code ${exit.code}${said ? ` and said: ${said}` : ''}`;
  return new Fault(`${where}: the login shell of this user runs no command: ${how}`, {
    code: 'shell_refused',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Give the user a shell on the device (`chsh -s /bin/bash USER`), or name another user.',
  });
}

interface FailedUpload {
  code: number | null;
  /** Null as well as `code`: it never ended. */
  signal: string | null;
  /** On stderr, in English. */
  said: string;
  where: string;
  /** Below the home of the login user. */
  path: string;
}

/** What an upload that was not taken means, by the words of the shell. */
export function uploadFault({ code, signal, said, where, path }: FailedUpload): Fault {
  if (code === null && signal === null) return connectionLost(where);
  const message = `the agent could not be written to ~/${path}: ${said || (signal ?? `exit code ${code}`)}`;
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    return deviceFault('disk_full', where, message, 'Free some space in the home folder of the login user.');
  }
  if (/Read-only file system/.test(said)) {
    const remedy =
      'Mount it writable (`sudo mount -o remount,rw MOUNTPOINT`); a disk that has become read-only by itself may be failing.';
    return deviceFault('read_only_file_system', where, message, remedy);
  }
  return deviceFault('upload_failed', where, message, 'Check that the home folder is there and writable for the user.');
}

/** Why no command could be started on an open connection. */
export function channelFault(error: Error, where: string): Fault {
  if (!/channel open failure|unable to exec/i.test(error.message)) return connectionLost(where, error);
  return new Fault(`${where}: sshd started no session: ${error.message}`, {
    code: 'channel_refused',
    origin: 'device',
    transient: true,
    where,
    remedy: 'Look at MaxSessions and ForceCommand in sshd_config of the device, and at its free memory.',
    cause: error,
  });
}

function connectionLost(where: string, cause?: unknown): Fault {
  return new Fault(`${where}: the connection was lost`, {
    code: 'connection_lost',
    origin: 'network',
    transient: true,
    where,
    cause,
  });
}
