import { KNOWN_WORKLOADS } from '../workload/known-workloads';
import type { Asked } from './unknowns';

/** A word that YAML takes for itself, quoted. */
const text = (value: string): string => JSON.stringify(value);

const isKnown = (workload: string): boolean => (KNOWN_WORKLOADS as readonly string[]).includes(workload);

/** The text of a campaign file that measures what was asked for. */
export function campaignToLaunch({ workload, device, deviceClass, batchSize }: Asked): string {
  const devices = [
    ...(device === null ? [] : [`names: [${text(device)}]`]),
    ...(deviceClass === null ? [] : [`classes: [${text(deviceClass)}]`]),
  ];
  return [
    ...(isKnown(workload)
      ? []
      : ['# Not one of the known workloads: it has to be installed on the devices, or given its command.']),
    `name: ${text(`answer for ${workload}`)}`,
    `workloads: [${text(workload)}]`,
    ...(devices.length > 0 ? [`devices: { ${devices.join(', ')} }`] : []),
    'factors:',
    `  batchSize: ${batchSize ?? '[1, 8, 32]'}`,
    '  gpuFrequency: { from: 300 MHz, to: 1200 MHz, levels: 6 }',
    '  cpuFrequency: { from: 500 MHz, to: 2000 MHz, levels: 3 }',
    'baseline: stock',
    'repetitions: 5',
    'inferences: 3200',
    '',
  ].join('\n');
}
