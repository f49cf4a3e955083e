import { Fault } from '@joulefleet/core';
import type { AgentExit } from './agent-session';
import { deviceFault } from './agent-start-fault';

/** What a shell and `env` end with when they do not find a program. */
const NOT_FOUND = 127;
const REMEDY = 'An administrator runs on the device what "joulefleet device sudoers NAME" prints.';

/**
 * Why sudo did not start the agent, by its exit code and its words (English: the locale is set); null when it was
 * something else.
 */
export function sudoFault({ code, stderr }: AgentExit, where: string): Fault | null {
  if (code === NOT_FOUND) return operatorFault('sudo_missing', where, 'there is no sudo on the device');
  if (/python3: command not found/.test(stderr)) {
    return deviceFault('python_missing', where, 'no /usr/bin/python3 on the device', 'Install Python 3.6 or newer.');
  }
  if (/can't open file/.test(stderr)) {
    return operatorFault('agent_not_installed', where, 'this version of the agent is not installed for sudo');
  }
  if (/^sudo:|not allowed to (execute|run)|may not run sudo|is not in the sudoers file/m.test(stderr)) {
    return operatorFault('sudo_refused', where, `sudo refused to start the agent: ${stderr}`);
  }
  return null;
}

export function agentOutdated(where: string): Fault {
  return operatorFault(
    'agent_outdated',
    where,
    'the agent that is installed for sudo is not the one of this controller',
  );
}

function operatorFault(code: string, where: string, message: string): Fault {
  return new Fault(`${where}: ${message}`, { code, origin: 'operator', transient: false, where, remedy: REMEDY });
}
