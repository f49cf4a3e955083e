import { Fault } from '@joulefleet/core';
import type { Client, ClientChannel } from 'ssh2';
import { AgentSession } from './agent-session';
import type { AgentFile } from './pack-agent';

/** Exit codes by which the shell line below tells what is missing. */
const NO_PYTHON = 90;
const NO_AGENT = 91;

/**
 * Starts `serve` of the agent over one exec channel; uploads the file first when the device does not have this version.
 * The shell line holds nothing but the agent's own path, which is made of hexadecimal digits.
 * @throws Fault `python_missing`, `upload_failed`, `agent_failed` (device).
 */
export async function startAgent(client: Client, agent: AgentFile, where: string): Promise<AgentSession> {
  try {
    return await serve(client, agent, where);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'agent_missing') throw error;
    await upload(client, agent, where);
    return serve(client, agent, where);
  }
}

async function serve(client: Client, agent: AgentFile, where: string): Promise<AgentSession> {
  const line =
    `command -v python3 >/dev/null 2>&1 || exit ${NO_PYTHON}; test -f ${agent.remotePath} || exit ${NO_AGENT}; ` +
    `exec python3 ${agent.remotePath} serve`;
  const { used: session } = await exec(client, line, (channel) => new AgentSession(channel, where));
  try {
    const hello = await session.hello();
    if (hello.sha256 !== agent.sha256) throw deviceFault('agent_damaged', where, 'the agent on the device is damaged');
    return session;
  } catch (error) {
    const exit = await session.ended;
    if (exit.code === NO_PYTHON) {
      throw deviceFault('python_missing', where, 'no python3 on the device', 'Install Python 3.6 or newer.');
    }
    if (exit.code === NO_AGENT) throw deviceFault('agent_missing', where, 'the agent is not on the device');
    throw error;
  }
}

async function upload(client: Client, agent: AgentFile, where: string): Promise<void> {
  const path = agent.remotePath;
  const line =
    `umask 077 && mkdir -p .joulefleet && cat > ${path}.part && ` +
    `echo "${agent.sha256}  ${path}.part" | sha256sum -c - >/dev/null && mv ${path}.part ${path}`;
  const { used: fed } = await exec(client, line, (channel) => feed(channel, agent.content));
  const { code, said } = await fed;
  if (code === 0) return;
  throw deviceFault(
    'upload_failed',
    where,
    `the agent could not be written to ~/${path}: ${said || `exit code ${code ?? 'unknown'}`}`,
    'Check free space and that the home folder is writable.',
  );
}

/** Writes `content` to a command's stdin and waits for its end. */
function feed(channel: ClientChannel, content: Buffer): Promise<{ code: number | null; said: string }> {
  const stderr: Buffer[] = [];
  channel.stderr.on('data', (data: Buffer) => stderr.push(data));
  channel.resume();
  return new Promise((resolve) => {
    let code: number | null = null;
    channel.on('exit', (exitCode: number | null) => (code = exitCode));
    channel.on('close', () => resolve({ code, said: Buffer.concat(stderr).toString('utf8').trim().slice(-500) }));
    channel.end(content);
  });
}

/** `use` gets the channel at once: exit code and end of a quick command may stand in the same packet as its start. */
function exec<T>(client: Client, line: string, use: (channel: ClientChannel) => T): Promise<{ used: T }> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => (error ? reject(error) : resolve({ used: use(channel) })));
  });
}

function deviceFault(code: string, where: string, message: string, remedy?: string): Fault {
  return new Fault(`${where}: ${message}`, { code, origin: 'device', transient: false, where, remedy });
}
