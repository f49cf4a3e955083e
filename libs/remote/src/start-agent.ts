import { Fault } from '@joulefleet/core';
import type { Client, ClientChannel } from 'ssh2';
import { AgentSession, type AgentExit } from './agent-session';
import { deviceFault, shellRefused, uploadFault } from './agent-start-fault';
import type { AgentFile } from './pack-agent';
import { startCommand } from './start-command';
import { agentOutdated, sudoFault } from './sudo-fault';
import { privilegedCommand } from './sudoers-rule';

/** Exit codes by which the shell line below tells what is missing. */
const NO_PYTHON = 90;
const NO_AGENT = 91;
/** The shell's first word: it runs commands, and a banner without a line end is behind us. */
const SHELL_SPEAKS = 'joulefleet-shell';

/** What an administrator mends by installing the copy that lies in the login user's home. */
const INSTALLED_FROM_UPLOAD = ['agent_not_installed', 'agent_outdated', 'sudo_refused'];

/** Who runs the agent: the login user, or root by way of `sudo -n`. */
export type Privilege = 'login' | 'sudo';

/** One way of starting `serve`: the shell line, and what it means when it does not work. */
interface Start {
  line: string;
  /** Another agent than ours answered. */
  differs: Fault;
  /** Null: something that any start may fail by. */
  explain(exit: AgentExit): Fault | null;
}

/**
 * Starts `serve` of the agent over one exec channel; uploads the file first when the device does not have this version. Through
 * sudo a copy is started that an administrator has installed from the uploaded one. The shell lines hold nothing but the agent's
 * own path, which is made of hexadecimal digits.
 * @throws Fault `shell_refused`, `sudo_missing`, `sudo_refused`, `agent_not_installed`, `agent_outdated` (operator),
 * `python_missing`, `disk_full`, `read_only_file_system`, `upload_failed`, `agent_failed`, `channel_refused` (device),
 * `connection_lost` (network).
 */
export async function startAgent(
  client: Client,
  agent: AgentFile,
  where: string,
  privilege: Privilege = 'login',
): Promise<AgentSession> {
  const start = privilege === 'sudo' ? startThroughSudo(agent, where) : startAsLogin(agent, where);
  try {
    return await serve(client, agent, where, start);
  } catch (error) {
    const code = error instanceof Fault ? error.code : '';
    if (code !== 'agent_missing' && !INSTALLED_FROM_UPLOAD.includes(code)) throw error;
    await upload(client, agent, where);
    if (code !== 'agent_missing') throw error;
    return serve(client, agent, where, start);
  }
}

function startAsLogin({ remotePath }: AgentFile, where: string): Start {
  return {
    line:
      `command -v python3 >/dev/null 2>&1 || exit ${NO_PYTHON}; ` +
      `test -f ${remotePath} || exit ${NO_AGENT}; exec python3 ${remotePath} serve`,
    differs: deviceFault('agent_damaged', where, 'the agent on the device is damaged'),
    explain: ({ code }) => {
      if (code === NO_PYTHON) {
        return deviceFault('python_missing', where, 'no python3 on the device', 'Install Python 3.6 or newer.');
      }
      return code === NO_AGENT ? deviceFault('agent_missing', where, 'the agent is not on the device') : null;
    },
  };
}

/** What sudo and Python say is understood in English only. */
function startThroughSudo(agent: AgentFile, where: string): Start {
  return {
    line: `exec env LC_ALL=C.UTF-8 sudo -n -H ${privilegedCommand(agent)}`,
    differs: agentOutdated(where),
    explain: (exit) => sudoFault(exit, where),
  };
}

async function serve(client: Client, agent: AgentFile, where: string, start: Start): Promise<AgentSession> {
  const line = `echo ${SHELL_SPEAKS}; ${start.line}`;
  const { used: session } = await startCommand(client, line, where, (channel) => new AgentSession(channel, where));
  try {
    const hello = await session.hello();
    if (hello.sha256 !== agent.sha256) throw start.differs;
    return session;
  } catch (error) {
    session.end();
    const exit = await session.ended;
    if (exit.code !== null && !exit.strayLines.includes(SHELL_SPEAKS)) throw shellRefused(exit, where);
    throw (error === start.differs ? null : start.explain(exit)) ?? error;
  }
}

async function upload(client: Client, agent: AgentFile, where: string): Promise<void> {
  const path = agent.remotePath;
  const line =
    `export LC_ALL=C; umask 077 && mkdir -p .joulefleet && cat > ${path}.part && ` +
    `echo "${agent.sha256}  ${path}.part" | sha256sum -c - >/dev/null && mv ${path}.part ${path} || ` +
    `{ rm -f ${path}.part; exit 1; }`;
  const { used: fed } = await startCommand(client, line, where, (channel) => feed(channel, agent.content));
  const fedBy = await fed;
  if (fedBy.code !== 0) throw uploadFault({ ...fedBy, where, path });
}

/** How a command that was fed ended: by neither, when the connection broke. */
interface Fed {
  code: number | null;
  signal: string | null;
  said: string;
}

/** A file system that hangs keeps the command from ending. */
const UPLOAD_TIMEOUT_MS = 60_000;

/** Writes `content` to a command's stdin and waits for its end, if that comes. */
function feed(channel: ClientChannel, content: Buffer): Promise<Fed> {
  const stderr: Buffer[] = [];
  channel.stderr.on('data', (data: Buffer) => stderr.push(data));
  channel.resume();
  return new Promise((resolve) => {
    let exit: Pick<Fed, 'code' | 'signal'> = { code: null, signal: null };
    channel.on('exit', (code: number | null, signal: string | null = null) => (exit = { code, signal }));
    const late = `no end in ${UPLOAD_TIMEOUT_MS / 1000} s`;
    const timer = setTimeout(() => resolve({ code: null, signal: late, said: late }), UPLOAD_TIMEOUT_MS);
    channel.on('close', () => {
      clearTimeout(timer);
      resolve({ ...exit, said: Buffer.concat(stderr).toString('utf8').trim().slice(-500) });
    });
    channel.end(content);
  });
}
