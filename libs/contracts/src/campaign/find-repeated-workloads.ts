import type { CampaignSpec } from './campaign-spec';
import type { DescribedIssue } from './describe-issue';
import { show } from './show';

type Workloads = CampaignSpec['workloads'];

/** A workload that stands twice would be measured once, which is not what the list says. */
export function findRepeatedWorkloads(workloads: Workloads): DescribedIssue[] {
  const seen = new Set<string>();
  return workloads.flatMap(({ name, graph, command }, index) => {
    const identity = JSON.stringify([name, graph]);
    const repeated = seen.has(identity);
    seen.add(identity);
    if (!repeated) return [];
    const shown = command ? name : `${name} (${graph} graph)`;
    return [{ path: ['workloads', index], message: `${shown} is repeated`, expected: 'each once' }];
  });
}

/** Figures of one workload are beside each other: its graph modes count the same. */
export function findTwoUnits(workloads: Workloads): DescribedIssue[] {
  return workloads.flatMap(({ name, unit }, index) => {
    const before = workloads.slice(0, index).find((other) => other.name === name && other.unit !== unit);
    if (!before) return [];
    const message = `${show(name)} counts ${pluralOf(unit)} here and ${pluralOf(before.unit)} before`;
    return [{ path: ['workloads', index, 'unit'], message, expected: 'one unit for a workload' }];
  });
}

function pluralOf(unit = 'inference'): string {
  return `${unit}s`;
}
