import { Fault } from '@joulefleet/core';
import type { AgentFile } from './pack-agent';

/** Owned by root: who may start the agent through sudo cannot change what then runs. */
const INSTALL_FOLDER = '/usr/local/lib/joulefleet';
/**
 * Isolated: sudo may keep HOME (Ubuntu 18.04 does), and a `.pth` file below ~/.local/lib/python3.N/site-packages would otherwise
 * run as root before the agent's first line.
 */
const PYTHON = '/usr/bin/python3 -I';

/** What useradd takes on Debian and Ubuntu; nothing in it means anything to a shell or to sudoers. */
const USER_NAME = /^[a-z_][a-z0-9_.-]{0,31}$/i;

/** What sudoers takes for an alias instead: ALL is everybody. */
const ALIAS = /^[A-Z][A-Z0-9_]*$/;

/** Of a copy that an administrator makes: they may not be the login user, and that user's home need not be theirs to write. */
const COPY_FOLDER = '/tmp';

/** What an administrator does on a device, once for each version of the agent. */
export interface SudoersRule {
  /** Shell lines to be run there by a user with full sudo; the last of them installs the rule. */
  installCommands: string[];
  /** The one line of `file`. */
  rule: string;
  file: string;
}

/** The command that runs as root: it has no part that the login user could choose. */
export function privilegedCommand({ sha256 }: Pick<AgentFile, 'sha256'>): string {
  return `${PYTHON} ${installedPath(sha256)} serve`;
}

/** Where an administrator copies the agent on a device that it was not uploaded to. */
export function copyPath({ sha256 }: Pick<AgentFile, 'sha256'>): string {
  return `${COPY_FOLDER}/joulefleet-${agentName(sha256)}`;
}

/**
 * The narrow rule by which a login user may start this version of the agent as root, and nothing else. The copy is installed
 * from the one that the controller uploads at the enrolment, or from `source`. Its hash is checked where nobody but root can
 * change it any more, and before it has the name that the rule allows. Until then nobody but root can read it either: `source`
 * may be a link to what its owner may not read.
 * @throws Fault `user_name_unsafe` (operator): a name that sudoers would not take for a name.
 */
export function sudoersRule(of: {
  user: string;
  agent: Pick<AgentFile, 'sha256' | 'remotePath'>;
  source?: string;
}): SudoersRule {
  const { user, agent, source = `~${user}/${agent.remotePath}` } = of;
  if (!USER_NAME.test(user) || ALIAS.test(user)) throw unsafeName(user);
  const path = installedPath(agent.sha256);
  const rule = `${user} ALL=(root) NOPASSWD: ${privilegedCommand(agent)}`;
  // sudo leaves out files with a dot in their name.
  const file = `/etc/sudoers.d/joulefleet-${user.replaceAll('.', '_')}`;
  return {
    rule,
    file,
    installCommands: [
      `sudo install -d -o root -g root -m 0755 ${INSTALL_FOLDER}`,
      `sudo install -o root -g root -m 0600 ${source} ${path}.new`,
      `echo '${agent.sha256}  ${path}.new' | sudo sha256sum -c - && ` +
        `sudo chmod 0644 ${path}.new && sudo mv ${path}.new ${path} || sudo rm -f ${path}.new`,
      `test -f ${path} && echo '${rule}' | sudo tee ${file} >/dev/null && sudo chmod 0440 ${file} && sudo visudo -cf ${file}`,
    ],
  };
}

function installedPath(sha256: string): string {
  return `${INSTALL_FOLDER}/${agentName(sha256)}`;
}

function agentName(sha256: string): string {
  return `agent-${sha256.slice(0, 16)}.pyz`;
}

function unsafeName(user: string): Fault {
  return new Fault(`${JSON.stringify(user)} is no user name that a sudoers rule can be written for`, {
    code: 'user_name_unsafe',
    origin: 'operator',
    transient: false,
    remedy: 'Use a login user of letters, digits, dots, hyphens and underscores, 32 at most and not in capitals only.',
  });
}
