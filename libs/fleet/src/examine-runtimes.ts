import type { DoctorView } from '@joulefleet/contracts';
import { diagnoseRuntimes } from '@joulefleet/core';
import type { DeviceWithLease } from '@joulefleet/store';
import type { FleetPorts } from './fleet-ports';
import { openPrivileged } from './preflight/open-privileged';
import { sshTargetOf } from './ssh-target-of';

/**
 * Has the delivered runners look at what a device has for them. It runs as the login user, who executes workloads.
 * @throws the same faults as `openAgent` and `AgentSession`: `executor_alive` (transient) while a shard is executed there.
 */
export async function examineRuntimes({ masterKey, agent }: FleetPorts, device: DeviceWithLease): Promise<DoctorView> {
  const asked = device.privilege === 'sudo' ? 'sudo' : undefined;
  const open = await openPrivileged(sshTargetOf(masterKey, device), agent, asked);
  try {
    const { facts, session } = open;
    const { probe } = await session.runtimes();
    const { name } = device;
    const { jetpack, l4t } = facts;
    const { python = null, machine = null, modules = {} } = probe ?? {};
    const { runs, advice } = diagnoseRuntimes(l4t, { modules, runs: probe?.runs ?? [] });
    const view = { runs: runs.map(plain), advice: advice.map((each) => ({ ...each, commands: [...each.commands] })) };
    return { name, simulated: facts.simulated, jetpack, l4t, python, machine, modules, ...view };
  } finally {
    open.close();
    await open.closed;
  }
}

function plain<T extends { missing: readonly string[]; broken: readonly string[] }>(run: T) {
  return { ...run, missing: [...run.missing], broken: [...run.broken] };
}
