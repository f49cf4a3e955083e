import { Fault } from '@joulefleet/core';
import type { AgentFile } from './pack-agent';

/** Owned by root, so that the user who may start the agent through sudo cannot change it. */
const INSTALL_FOLDER = '/usr/local/lib/joulefleet';
/**
 * `-I` isolates Python: sudo may keep HOME (Ubuntu 18.04 does), and a `.pth` file below
 * ~/.local/lib/python3.N/site-packages would otherwise run as root before the agent's first line.
 */
const PYTHON = '/usr/bin/python3 -I';

/** The names that useradd accepts on Debian and Ubuntu; no character is special to a shell or to sudoers. */
const USER_NAME = /^[a-z_][a-z0-9_.-]{0,31}$/i;

/** Names that sudoers would interpret as an alias: ALL means every user. */
const ALIAS = /^[A-Z][A-Z0-9_]*$/;

/** Folder for a copy by an administrator, who may not have write access to the login user's home. */
const COPY_FOLDER = '/tmp';

/** The steps for an administrator on a device, once per version of the agent. */
export interface SudoersRule {
  /** Shell lines to run on the device by a user with full sudo rights; the last one installs the rule. */
  installCommands: string[];
  /** The only line of `file`. */
  rule: string;
  file: string;
}

/** The command that runs as root. The login user controls no part of it. */
export function privilegedCommand({ sha256 }: Pick<AgentFile, 'sha256'>): string {
  return `${PYTHON} ${installedPath(sha256)} serve`;
}

/** Where an administrator copies the agent on a device to which it has not been uploaded. */
export function copyPath({ sha256 }: Pick<AgentFile, 'sha256'>): string {
  return `${COPY_FOLDER}/joulefleet-${agentName(sha256)}`;
}

/**
 * A narrow sudoers rule that allows a login user to start exactly this version of the agent as root. The installed copy
 * is made from the file that the controller uploads at enrollment, or from `source`. Its hash is checked where only
 * root can change it, before it gets the name that the rule allows. Until then only root can read it: `source` may be a
 * link to a file that its owner may not read.
 * @throws Fault `user_name_unsafe` (operator): a name that is not safe in a sudoers rule.
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
  // sudo ignores files with a dot in their name.
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
  return new Fault(`the user name ${JSON.stringify(user)} is not safe in a sudoers rule`, {
    code: 'user_name_unsafe',
    origin: 'operator',
    transient: false,
    remedy:
      'Use a login user name of at most 32 letters, digits, dots, hyphens and underscores that is not all capitals.',
  });
}
