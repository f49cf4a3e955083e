import { Fault } from '@joulefleet/core';
import type { Client, ClientChannel } from 'ssh2';
import { AgentSession, type AgentExit } from './agent-session';
import { deviceFault, shellRefused, uploadFault } from './agent-start-fault';
import { BoardChanged } from './board-changed';
import type { AgentFile } from './pack-agent';
import type { UploadedFile } from './pack-archive';
import { feed } from './feed-command';
import type { ExpectedBoard } from './ssh-target';
import { startCommand } from './start-command';
import { agentOutdated, sudoFault } from './sudo-fault';
import { privilegedCommand } from './sudoers-rule';

/** Exit codes of the shell line below that report what is missing. */
const NO_PYTHON = 90;
const NO_AGENT = 91;
/** Printed first: proves that the shell runs commands, and terminates a banner without a line end. */
const SHELL_MARK = 'joulefleet-shell';

/** Fault codes that an administrator resolves by installing the copy uploaded to the login user's home. */
const NEEDS_UPLOADED_COPY = ['agent_not_installed', 'agent_outdated', 'sudo_refused'];

/** Who runs the agent: the login user, or root through `sudo -n`. */
export type Privilege = 'login' | 'sudo';

/** Where an agent is started, how, and on which board. */
export interface AgentPlace {
  /** The address, for messages. */
  where: string;
  privilege?: Privilege;
  board?: ExpectedBoard | null;
}

/** One way to start `serve`: the shell line, and how to explain its failures. */
interface Start {
  line: string;
  /** Thrown when a different agent answered. */
  mismatch: Fault;
  /** Null: not specific to this way of starting. */
  explain(exit: AgentExit): Fault | null;
}

/**
 * Starts the agent's `serve` over one exec channel; uploads the agent, and its runners, if the device does not have this version.
 * With sudo it starts the copy that an administrator installed from the uploaded one. The only variable part of the
 * shell lines is the agent's path, which consists of hexadecimal digits.
 * @throws BoardChanged; Fault `shell_refused`, `sudo_missing`, `sudo_refused`, `agent_not_installed`, `agent_outdated` (operator),
 * `python_missing`, `disk_full`, `read_only_file_system`, `upload_failed`, `agent_failed`, `channel_refused` (device),
 * `connection_lost` (network).
 */
export async function startAgent(
  client: Client,
  agent: AgentFile,
  { where, privilege = 'login', board = null }: AgentPlace,
): Promise<AgentSession> {
  const start = privilege === 'sudo' ? startThroughSudo(agent, where) : startAsLogin(agent, where);
  try {
    return await serve(client, agent, { where, board }, start);
  } catch (error) {
    const code = error instanceof Fault ? error.code : '';
    if (code !== 'agent_missing' && !NEEDS_UPLOADED_COPY.includes(code)) throw error;
    await upload(client, agent, where);
    if (code !== 'agent_missing') throw error;
    return serve(client, agent, { where, board }, start);
  }
}

function startAsLogin({ remotePath }: AgentFile, where: string): Start {
  return {
    line:
      `command -v python3 >/dev/null 2>&1 || exit ${NO_PYTHON}; ` +
      `test -f ${remotePath} || exit ${NO_AGENT}; exec python3 ${remotePath} serve`,
    mismatch: deviceFault('agent_damaged', where, 'the agent on the device is damaged'),
    explain: ({ code }) => {
      if (code === NO_PYTHON) {
        return deviceFault('python_missing', where, 'no python3 on the device', 'Install Python 3.6 or newer.');
      }
      return code === NO_AGENT ? deviceFault('agent_missing', where, 'the agent is not on the device') : null;
    },
  };
}

/** Sets the locale, because messages of sudo and Python are parsed in English. */
function startThroughSudo(agent: AgentFile, where: string): Start {
  return {
    line: `exec env LC_ALL=C.UTF-8 sudo -n -H ${privilegedCommand(agent)}`,
    mismatch: agentOutdated(where),
    explain: (exit) => sudoFault(exit, where),
  };
}

async function serve(
  client: Client,
  agent: AgentFile,
  { where, board }: Pick<AgentPlace, 'where' | 'board'>,
  start: Start,
): Promise<AgentSession> {
  const line = `echo ${SHELL_MARK}; ${start.line}`;
  const open = (channel: ClientChannel): AgentSession => new AgentSession(channel, where, agent.requestTimeoutMs);
  const { used: session } = await startCommand(client, line, where, open);
  try {
    const hello = await session.hello(agent.runners?.sha256);
    if (hello.sha256 !== agent.sha256) throw start.mismatch;
    if (board && hello.serial !== board.serial) throw new BoardChanged(where, board, hello.serial);
    // A twin has its own runners.
    if (agent.runners && hello.runnersPresent === false && !hello.simulated) await upload(client, agent.runners, where);
    return session;
  } catch (error) {
    session.end();
    const exit = await session.ended;
    if (exit.code !== null && !exit.strayLines.includes(SHELL_MARK)) throw shellRefused(exit, where);
    if (error === start.mismatch || error instanceof BoardChanged) throw error;
    throw start.explain(exit) ?? error;
  }
}

async function upload(client: Client, file: UploadedFile, where: string): Promise<void> {
  const path = file.remotePath;
  const line =
    `export LC_ALL=C; umask 077 && mkdir -p .joulefleet && cat > ${path}.part && ` +
    `echo "${file.sha256}  ${path}.part" | sha256sum -c - >/dev/null && mv ${path}.part ${path} || ` +
    `{ rm -f ${path}.part; exit 1; }`;
  const { used: fed } = await startCommand(client, line, where, (channel) => feed(channel, file.content));
  const result = await fed;
  if (result.code !== 0) throw uploadFault({ ...result, where, path });
}
