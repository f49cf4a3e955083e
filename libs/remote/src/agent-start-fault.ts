import { Fault } from '@joulefleet/core';
import type { AgentExit } from './agent-session';

const MAX_OUTPUT_CHARACTERS = 200;

export function deviceFault(code: string, where: string, message: string, remedy?: string): Fault {
  return new Fault(`${where}: ${message}`, { code, origin: 'device', transient: false, where, remedy });
}

/** The login succeeds, but the shell runs no commands (nologin, false, a menu). */
export function shellRefused(exit: AgentExit, where: string): Fault {
  const output = (exit.strayLines || exit.stderr).slice(0, MAX_OUTPUT_CHARACTERS);
  const how = `exit code ${exit.code}${output ? `, output: ${output}` : ''}`;
  return new Fault(`${where}: the user's login shell runs no commands: ${how}`, {
    code: 'shell_refused',
    origin: 'operator',
    transient: false,
    where,
    remedy: 'Give the user a shell on the device (`chsh -s /bin/bash USER`), or use another user.',
  });
}

interface FailedUpload {
  code: number | null;
  /** Both null: the command never exited. */
  signal: string | null;
  /** Stderr, in English. */
  stderr: string;
  where: string;
  /** Relative to the login user's home. */
  path: string;
}

/** The fault of a failed upload, classified by the shell's message. */
export function uploadFault({ code, signal, stderr, where, path }: FailedUpload): Fault {
  if (code === null && signal === null) return connectionLost(where);
  const message = `the agent could not be written to ~/${path}: ${stderr || (signal ?? `exit code ${code}`)}`;
  if (/No space left on device|Disk quota exceeded/.test(stderr)) {
    return deviceFault('disk_full', where, message, "Free some disk space in the login user's home folder.");
  }
  if (/Read-only file system/.test(stderr)) {
    const remedy =
      'Remount it writable (`sudo mount -o remount,rw MOUNTPOINT`). A disk that became read-only by itself may be failing.';
    return deviceFault('read_only_file_system', where, message, remedy);
  }
  return deviceFault(
    'upload_failed',
    where,
    message,
    'Check that the home folder exists and is writable for the user.',
  );
}

/** The fault of a command that could not be started on an open connection. */
export function channelFault(error: Error, where: string): Fault {
  if (!/channel open failure|unable to exec/i.test(error.message)) return connectionLost(where, error);
  const said = error.message.replace(/^\(SSH\) Channel open failure: /, '');
  return new Fault(`${where}: sshd refused to open a session: ${said}`, {
    code: 'channel_refused',
    origin: 'device',
    transient: true,
    where,
    remedy: "Check MaxSessions and ForceCommand in the device's sshd_config, and its free memory.",
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
