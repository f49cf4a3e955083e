import type { Facts } from '@joulefleet/contracts';
import { frequencyTable, KNOWN_WORKLOADS } from '@joulefleet/core';
import { lockableHz } from '../board/memory-clock';
import type { LightBoard } from './light-board';
import { modeFacts, offeredModes } from './light-modes';

/** Of JetPack 4, the oldest that the agent supports; no Python runs here. */
const PYTHON = '3.6.9';
export const DISK_FREE_BYTES = 16e9;
/** By the release of L4T of the three layouts. */
const JETPACKS: Readonly<Record<string, string>> = { '32.7.4': '4.6.4', '35.4.1': '5.1.2', '36.4.3': '6.2' };
const NOT_PROBED = 'not probed since the last boot: run a pre-flight';

/** What the agent would read off this board. `probed`: a pre-flight has found the levels of its memory clock. */
export function lightFacts(
  light: LightBoard,
  { serial, timeScale, probed }: LightIdentity & { probed: boolean },
): Facts {
  const { layout, board, deviceClass } = light;
  const l4t = releaseOf(layout.release);
  const { cores } = frequencyTable(deviceClass);
  const { powerModes } = layout;
  return {
    model: layout.model,
    compatible: [...layout.compatible],
    serial,
    machine: null,
    accelerator: null,
    l4t,
    jetpack: JETPACKS[`${l4t.release}.${l4t.revision}`] ?? null,
    kernel: layout.kernel,
    python: PYTHON,
    cores: board.coresOn.filter(Boolean).length,
    coresPresent: cores,
    memoryBytes: layout.memoryMb * 1024 ** 2,
    diskFreeBytes: DISK_FREE_BYTES,
    ...clockFacts(light),
    rails: board.board.rails.map(({ label }, i) => ({ label, total: i === 0, layout: layout.sensor.driver })),
    otherRails: [],
    unlabelledChannels: [],
    powerMode: powerModeOf(light),
    powerModes: powerModes.modes.map((mode) => modeFacts(mode, powerModes)),
    fan: fanOf(light),
    thermalZones: light.zones().map(({ type, temperatureC }) => ({ type, temperatureC })),
    knobs: {
      powerMode: { levels: offeredModes(powerModes), reason: null },
      activeCores: { levels: Array.from({ length: light.mode.onlineCores }, (_, i) => i + 1), reason: null },
      emcHz: probed ? { levels: lockableHz(deviceClass), reason: null } : { levels: [], reason: NOT_PROBED },
    },
    canSetClocks: true,
    workloads: [...KNOWN_WORKLOADS],
    simulated: true,
    timeScale,
    bootId: light.bootId,
    uptimeS: Math.round(board.nowUs / 1e4) / 100,
    missing: [],
  };
}

/** What a light twin knows of itself. */
export interface LightIdentity {
  serial: string;
  timeScale: number;
}

function clockFacts({ board, layout, deviceClass }: LightBoard): Pick<Facts, 'cpuPolicies' | 'gpu'> {
  const { cpu, gpu } = board.board;
  return {
    cpuPolicies: frequencyTable(deviceClass).cpuPolicies.map((cpus, i) => ({
      policy: cpus[0]!,
      cpus: [...cpus],
      frequenciesKhz: [...cpu.frequencies],
      governors: [...cpu.governors],
      governor: board.cpu[i]!.governor,
      minKhz: board.cpu[i]!.min,
      maxKhz: board.cpu[i]!.max,
    })),
    gpu: {
      path: `/${layout.gpu.devfreq}`,
      frequenciesHz: [...gpu.frequencies],
      governors: [...gpu.governors],
      governor: board.gpu.governor,
      minHz: board.gpu.min,
      maxHz: board.gpu.max,
    },
  };
}

function releaseOf(text: string): { release: number; revision: string } {
  const [, release, revision] = /R(\d+) \(release\), REVISION: ([\d.]+)/.exec(text)!;
  return { release: Number(release), revision: revision! };
}

function powerModeOf({ mode, layout }: LightBoard): Facts['powerMode'] {
  const { id, name, meaning } = modeFacts(mode, layout.powerModes);
  return { id, name, meaning };
}

function fanOf({ layout: { fan } }: LightBoard): Facts['fan'] {
  const { kind, folder } = fan;
  if (kind === 'pwm-fan') return { kind, path: `/${folder}`, pwm: 0, controlled: true };
  return { kind, path: `/sys/class/hwmon/${folder.split('/').pop()}`, pwm: 0, controlled: false };
}
