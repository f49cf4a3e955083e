import { Fault } from '@joulefleet/core';
import type { AgentExit } from './agent-session';
import { deviceFault } from './agent-start-fault';

/** Exit code of a shell and of `env` for a missing program. */
const NOT_FOUND = 127;
/**
 * Messages with which sudo exits without having started anything (sudo 1.8.21 to 1.9, sudo-rs). Warnings are not
 * included, such as `unable to resolve host NAME`, which sudo prints at every start if the host's name is not in
 * /etc/hosts.
 */
const REFUSALS = [
  /^sudo: (.*(password|terminal|authentication) is required|no tty present|sorry,|I'm sorry)/m,
  /^sudo: .*(parse error|syntax error|no valid sudoers sources|unable to initialize|error initializing)/m,
  /^sudo: .*(must be owned by|is owned by|is (world|group) writable|effective uid is not 0|no new privileges)/m,
  /^sudo: .*(account (management|validation)|account or password is expired|you do not exist|unknown uid|unable to execute)/im,
  /^sorry, user \S+ (is not allowed to execute|may not run)/im,
  /is not in the sudoers file|not allowed to run sudo|may not run sudo/,
];
const REMEDY = 'Ask an administrator to run the output of `joulefleet device sudoers NAME` on the device.';

/**
 * Why sudo did not start the agent, from its exit code and its messages (in English: the locale is set); null for any
 * other cause, such as a connection lost before sudo exited.
 */
export function sudoFault({ code, stderr }: Pick<AgentExit, 'code' | 'stderr'>, where: string): Fault | null {
  if (code === null) return null;
  if (code === NOT_FOUND) return operatorFault('sudo_missing', where, 'sudo is not installed on the device');
  if (/python3: command not found/.test(stderr)) {
    return deviceFault('python_missing', where, 'no /usr/bin/python3 on the device', 'Install Python 3.6 or newer.');
  }
  if (/can't open file/.test(stderr)) {
    return operatorFault('agent_not_installed', where, 'this version of the agent is not installed for sudo');
  }
  if (REFUSALS.some((refusal) => refusal.test(stderr))) {
    return operatorFault('sudo_refused', where, `sudo refused to start the agent: ${lastLineFirst(stderr)}`);
  }
  return null;
}

const MAX_BEFORE = 300;

/** sudo may print a lecture before it says why. */
function lastLineFirst(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const last = lines.pop() ?? '';
  const before = lines.join(' ').slice(-MAX_BEFORE);
  return before === '' ? last : `${last} (before: ${before})`;
}

export function agentOutdated(where: string): Fault {
  return operatorFault('agent_outdated', where, "the agent installed for sudo is not this controller's version");
}

function operatorFault(code: string, where: string, message: string): Fault {
  return new Fault(`${where}: ${message}`, { code, origin: 'operator', transient: false, where, remedy: REMEDY });
}
