import type { CampaignSpec } from './campaign-spec';
import type { DescribedIssue } from './describe-issue';
import { show } from './show';

/** A sentinel's workload is one of the file's: what else it is, with which command, stands there. */
export function findStrangeSentinel({ sentinel, workloads }: CampaignSpec): DescribedIssue[] {
  const name = sentinel?.workload ?? null;
  const names = workloads.map((workload) => workload.name);
  if (name === null || names.includes(name)) return [];
  const message = `${show(name)} is none of the workloads`;
  return [{ path: ['sentinel', 'workload'], message, expected: [...new Set(names)].join(', ') }];
}
