import type { CampaignSpec } from './campaign-spec';
import type { DescribedIssue } from './describe-issue';

/** How often a cell is measured, with how many inferences, and how large shards are, is said once. */
export function findTwoRules(
  content: unknown,
  { repeat, strategy, shardTrials, factors, sentinel, devicesPerCell }: CampaignSpec,
): DescribedIssue[] {
  const issues: DescribedIssue[] = [];
  if (shardTrials !== null && Object.hasOwn(content as object, 'shard')) {
    issues.push({ path: ['shardTrials'], message: 'shard says how large shards are', expected: 'one of both' });
  }
  if (factors.inferences.length > 0 && Object.hasOwn(content as object, 'inferences')) {
    issues.push({ path: ['inferences'], message: 'factors has the levels of inferences', expected: 'one of both' });
  }
  if (strategy.name === 'search') {
    const rules = { order: Object.hasOwn(content as object, 'order'), sentinel, devicesPerCell };
    for (const [key, rule] of Object.entries(rules)) {
      if (!rule) continue;
      issues.push({
        path: [key],
        message: `a search decides itself what it measures, and where: ${key} goes without it`,
        expected: `no ${key}`,
      });
    }
  }
  if (!repeat) return issues;
  if (Object.hasOwn(content as object, 'repetitions')) {
    issues.push({
      path: ['repetitions'],
      message: 'repeat says how often cells are measured',
      expected: 'one of both',
    });
  }
  if (strategy.name !== 'sweep') {
    issues.push({ path: ['strategy'], message: `repeat goes without ${strategy.name}`, expected: 'one of both' });
  }
  return issues;
}

/** With the least number of trials of each cell as its repetitions. */
export function withLeastTrials(spec: CampaignSpec): CampaignSpec {
  return spec.repeat ? { ...spec, repetitions: spec.repeat.min } : spec;
}
