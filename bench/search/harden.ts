import { derivedRandom, normalDeviate } from '@joulefleet/core';
import type { Surface } from './surface';

const BUMP = 0.03;
/** Width of the bump, in parts of the logarithmic range of each clock. */
const WIDTH = 0.15;
const QUIRK_SD = 0.01;

/** The surface with what physics does not know of: a local bump of power somewhere, and a quirk of each cell. */
export function hardened(surface: Surface, seed: string): Surface {
  const random = derivedRandom(1, `harden|${seed}`);
  const [cpu, gpu] = [placesOf(surface, 'cpuHz'), placesOf(surface, 'gpuHz')];
  const centre = { cpu: random(), gpu: 0.4 + 0.6 * random() };
  const truth = surface.truth.map(({ durationMs, energyMj }, row) => {
    const distance = Math.hypot(cpu[row]! - centre.cpu, gpu[row]! - centre.gpu) / WIDTH;
    const bump = 1 + BUMP * Math.exp((-distance * distance) / 2);
    return { durationMs, energyMj: energyMj * bump * Math.exp(QUIRK_SD * normalDeviate(random)) };
  });
  return { ...surface, truth };
}

/** Place of each cell on a clock, 0 to 1, by the logarithm. */
export function placesOf({ candidates }: Surface, axis: 'cpuHz' | 'gpuHz'): number[] {
  const logs = candidates.map(({ levels }) => Math.log(levels[axis]!));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return logs.map((log) => (log - low) / (high - low));
}
