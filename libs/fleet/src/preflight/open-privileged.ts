import type { Facts } from '@joulefleet/contracts';
import { asFault, isTegra, type Fault } from '@joulefleet/core';
import { openAgent, type AgentConnection, type AgentFile } from '@joulefleet/remote';
import type { PinnedTarget } from '../ssh-target-of';

export type Privilege = 'login' | 'sudo';

/** The agent on a device, with as much privilege as could be had. */
export interface PrivilegedAgent extends AgentConnection {
  facts: Facts;
  privilege: Privilege;
  /** Why it does not work through sudo, although it should; null when it does, or need not. */
  sudoRefused: Fault | null;
}

/** What stands in the way of sudo, and not of the login. */
const SUDO_CODES = new Set(['sudo_missing', 'sudo_refused', 'agent_not_installed', 'agent_outdated']);

/**
 * Opens the agent as it was asked for; unasked, as the login user, and through sudo when that one may not set clocks. Where sudo
 * does not help it works as the login user, which can still be examined.
 * @throws the same faults as `openAgent`.
 */
export async function openPrivileged(
  target: PinnedTarget,
  agent: AgentFile,
  asked: Privilege | undefined,
): Promise<PrivilegedAgent> {
  if (asked === 'sudo') {
    const open = await trySudo(target, agent);
    return open instanceof Error
      ? { ...(await openAs(target, agent, 'login')), privilege: 'sudo', sudoRefused: open }
      : open;
  }
  const login = await openAs(target, agent, 'login');
  if (login.facts.canSetClocks || !hasClocks(login.facts) || asked === 'login') return login;
  const sudo = await trySudo(target, agent).catch((error: unknown) => {
    login.close();
    throw error;
  });
  if (sudo instanceof Error) return { ...login, sudoRefused: sudo };
  login.close();
  return sudo;
}

function hasClocks({ compatible, cpuPolicies, gpu }: Facts): boolean {
  return isTegra(compatible) || cpuPolicies.length > 0 || gpu !== null;
}

async function trySudo(target: PinnedTarget, agent: AgentFile): Promise<PrivilegedAgent | Fault> {
  try {
    return await openAs(target, agent, 'sudo');
  } catch (error) {
    const fault = asFault(error);
    if (SUDO_CODES.has(fault.code)) return fault;
    throw error;
  }
}

async function openAs(target: PinnedTarget, agent: AgentFile, privilege: Privilege): Promise<PrivilegedAgent> {
  const open = await openAgent({ ...target, privilege }, agent);
  try {
    return { ...open, facts: await open.session.facts(), privilege, sudoRefused: null };
  } catch (error) {
    open.close();
    throw error;
  }
}
