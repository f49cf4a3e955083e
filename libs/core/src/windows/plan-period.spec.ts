import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { planPeriod } from './plan-period';

const MEAN_US = 100_000;
/** From far below to far above a sampling period, and to where the rule changes branches. */
const BATCHES_US = Array.from({ length: 2000 }, (_, i) => Math.round(300 * 1.006 ** i)).filter((us) => us < 60_000_000);

/** Periods that the agent itself plans. */
function plannedByAgent(batchesUs: readonly number[]): number[] {
  const script =
    'import json, sys; from joulefleet_agent.sampling_plan import plan_period; ' +
    'print(json.dumps([plan_period(b, int(sys.argv[1])) for b in json.load(sys.stdin)]))';
  const options = {
    cwd: join(__dirname, '../../../../agent'),
    input: JSON.stringify(batchesUs),
    encoding: 'utf8',
  } as const;
  return JSON.parse(execFileSync('python3', ['-B', '-c', script, String(MEAN_US)], options)) as number[];
}

it('plans what the agent plans', () => {
  const agents = plannedByAgent(BATCHES_US);
  expect(agents).toHaveLength(BATCHES_US.length);
  agents.forEach((periodUs, i) => expect(planPeriod(BATCHES_US[i]!, MEAN_US)).toBeCloseTo(periodUs, 3));
});

it('stays between 0.7 and 2.5 times the mean period', () => {
  for (const batchUs of BATCHES_US) {
    expect(planPeriod(batchUs, MEAN_US)).toBeGreaterThanOrEqual(0.7 * MEAN_US);
    expect(planPeriod(batchUs, MEAN_US)).toBeLessThanOrEqual(2.5 * MEAN_US);
  }
});
