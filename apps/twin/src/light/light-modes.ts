import type { Facts } from '@joulefleet/contracts';
import { snap, type DomainState } from '../board/frequency-domain';
import type { PowerMode, PowerModes } from '../tree/layout';

/** The mode of a name, else the one that the board boots in. */
export function modeOf({ modes, active }: PowerModes, name: string | null): PowerMode {
  return modes.find((mode) => (name === null ? mode.id === active : mode.name === name))!;
}

/** Names of the modes that need no reboot, as the agent's `mode_knob.py`. */
export function offeredModes(modes: PowerModes): string[] {
  return modes.modes.filter((mode) => reasonAgainst(mode, modes) === null).map(({ name }) => name);
}

/** What the agent says of a mode. */
export function modeFacts(mode: PowerMode, modes: PowerModes): Facts['powerModes'][number] {
  const limit = (value: number): number | null => (value > 0 ? value : null);
  const cpu = { cpuMinKhz: limit(mode.cpuMinKhz), cpuMaxKhz: limit(mode.cpuMaxKhz) };
  const meaning = { cores: mode.onlineCores, ...cpu, gpuMaxHz: limit(mode.gpuMaxHz), emcMaxHz: null };
  return { id: mode.id, name: mode.name, meaning, reason: reasonAgainst(mode, modes) };
}

function reasonAgainst({ tpcMask }: PowerMode, modes: PowerModes): string | null {
  if (tpcMask === modeOf(modes, null).tpcMask) return null;
  return `it needs a reboot (TPC_POWER_GATING TPC_PG_MASK ${tpcMask})`;
}

/** A clock at rest, within limits of which 0 and less stand for the ends of the table. */
export function limited(before: DomainState, table: readonly number[], low: number, high: number): DomainState {
  const [first, last] = [Math.min(...table), Math.max(...table)];
  return { ...before, min: low > 0 ? snap(table, low) : first, max: high > 0 ? snap(table, high) : last };
}
