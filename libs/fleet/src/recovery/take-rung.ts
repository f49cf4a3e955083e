import { setTimeout as sleep } from 'node:timers/promises';
import { powerCycle } from '@joulefleet/contracts';
import { Fault, type Rung } from '@joulefleet/core';
import type { AgentSession, HeldConnection, OpenAgent } from '@joulefleet/remote';
import type { DeviceWithLease } from '@joulefleet/store';
import type { DeviceConnection } from '../connections/device-connection';
import { isAnotherBoard } from '../host-key-faults';
import type { WatchPorts } from '../watch-ports';
import { cyclePower } from './cycle-power';

const POLL_INTERVAL_MS = 250;

/**
 * Takes one rung of the ladder and waits until the device is back from it. Tells what was seen.
 * @throws Fault: it could not be taken, or the device did not come back from it in time.
 */
export async function takeRung(
  ports: WatchPorts,
  device: DeviceWithLease,
  line: DeviceConnection,
  rung: Rung,
): Promise<string> {
  switch (rung) {
    case 'reconnect':
      line.reconnect();
      await untilConnected(line, ports, ports.timings.executorEndMs, device.name);
      return 'connected anew';
    case 'restart_agent':
      return restartAgent(ports, device, await untilConnected(line, ports, ports.timings.executorEndMs, device.name));
    case 'reboot':
      return reboot(ports, device, line);
    case 'power_cycle':
      return cutPower(ports, device, line);
  }
}

/** No executor is left, the agent's file is a fresh one, and what it had changed is restored. */
async function restartAgent(ports: WatchPorts, device: DeviceWithLease, connection: HeldConnection): Promise<string> {
  if (device.privilege === 'login') {
    await requireBoard(connection, ports.agent);
    await connection.forgetAgent(ports.agent);
  }
  const open = await connection.openAgent(ports.agent);
  try {
    const { executor } = await open.session.status();
    const { verified, differences } = await open.session.restore(true);
    const ended = executor ? ', its executor ended' : '';
    const restored = verified ? 'every knob is restored' : `not restored: ${differences.join(', ')}`;
    return `agent restarted${ended}, ${restored}`;
  } finally {
    open.close();
  }
}

/** Nothing is removed from another board. An agent that does not start tells nothing of the board. */
async function requireBoard(connection: HeldConnection, agent: WatchPorts['agent']): Promise<void> {
  try {
    (await connection.openAgent(agent)).close();
  } catch (error) {
    if (isAnotherBoard(error)) throw error;
  }
}

async function reboot(ports: WatchPorts, device: DeviceWithLease, line: DeviceConnection): Promise<string> {
  const open = await openAgentOn(line, ports, device);
  const before = await bootIdOf(open.session);
  await open.session.reboot(true).finally(() => open.close());
  await untilBooted(ports, device, line, before);
  return 'rebooted';
}

async function cutPower(ports: WatchPorts, device: DeviceWithLease, line: DeviceConnection): Promise<string> {
  const open = line.connection() ? await openAgentOn(line, ports, device).catch(() => null) : null;
  const before = open && (await bootIdOf(open.session).catch(() => null));
  open?.close();
  const connection = line.connection();
  const said = await cyclePower(powerCycle.parse(device.powerCycle), ports.hooksFolder, device);
  if (connection) await untilBooted(ports, device, line, before);
  else await untilConnected(line, ports, ports.timings.bootMs, device.name);
  return `power-cycled by ${said}`;
}

async function openAgentOn(line: DeviceConnection, ports: WatchPorts, { name }: DeviceWithLease): Promise<OpenAgent> {
  return (await untilConnected(line, ports, ports.timings.executorEndMs, name)).openAgent(ports.agent);
}

async function bootIdOf(session: AgentSession): Promise<string | null> {
  return (await session.facts()).bootId;
}

/** The device answers under another boot id than `before`; where none is known, over another connection. */
async function untilBooted(
  ports: WatchPorts,
  device: DeviceWithLease,
  line: DeviceConnection,
  before: string | null,
): Promise<void> {
  const old = line.connection();
  const deadlineMs = performance.now() + ports.timings.bootMs;
  while (performance.now() < deadlineMs) {
    const connection = line.connection();
    const booted = await bootIdOver(connection, ports).catch(() => null);
    if (before === null ? connection !== null && connection !== old : booted !== null && booted !== before) return;
    await sleep(POLL_INTERVAL_MS, undefined, { signal: ports.stopping });
  }
  throw notBack(device.name, ports.timings.bootMs);
}

async function bootIdOver(connection: HeldConnection | null, { agent }: WatchPorts): Promise<string | null> {
  if (!connection) return null;
  const open = await connection.openAgent(agent);
  return bootIdOf(open.session).finally(() => open.close());
}

async function untilConnected(
  line: DeviceConnection,
  { stopping }: WatchPorts,
  withinMs: number,
  name: string,
): Promise<HeldConnection> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const connection = line.connection();
    if (connection) return connection;
    if (performance.now() > deadlineMs) throw notBack(name, withinMs);
    await sleep(POLL_INTERVAL_MS, undefined, { signal: stopping });
  }
}

function notBack(name: string, withinMs: number): Fault {
  return new Fault(`${name} did not come back in ${Math.round(withinMs / 1000)} s`, {
    code: 'not_back',
    origin: 'device',
    transient: true,
    where: name,
  });
}
