import type { ProgressView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';

type Now = NonNullable<ProgressView['devices'][number]['now']>;

/** `resnet18, CPU 921.6 MHz, ...: inference`. */
export function describeNow({ workload, levels, phase }: Now): string {
  const shown = Object.entries(levels).flatMap(([factor, level]) => describeLevel(factor, level));
  return `${workload}, ${shown.join(', ')}: ${phase.replaceAll('_', ' ')}`;
}

const CLOCKS: Readonly<Record<string, string>> = { gpuHz: 'GPU', cpuKhz: 'CPU', emcHz: 'memory' };

/** A memory clock that is left alone is not worth a word. */
function describeLevel(factor: string, level: unknown): string[] {
  const clock = CLOCKS[factor];
  if (clock !== undefined && typeof level === 'number') {
    return [`${clock} ${formatFrequency(factor === 'cpuKhz' ? level * 1000 : level)}`];
  }
  if (clock !== undefined && level === 'dvfs') return factor === 'emcHz' ? [] : [`${clock} DVFS`];
  if (typeof level !== 'string' && typeof level !== 'number') return [];
  return [`${factor.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)} ${level}`];
}
