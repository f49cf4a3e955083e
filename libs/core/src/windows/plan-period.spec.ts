import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cyclePeriod, planPeriod } from './plan-period';

const MEAN_US = 100_000;
/** From far below to far above a sampling period, and to where the rule changes branches. */
const BATCHES_US = Array.from({ length: 2000 }, (_, i) => Math.round(300 * 1.006 ** i)).filter((us) => us < 60_000_000);

/** Periods that a function of the agent itself plans. */
function plannedByAgent(rule: string, lengthsUs: readonly number[]): (number | null)[] {
  const script =
    `import json, sys; from joulefleet_agent.sampling_plan import ${rule}; ` +
    `print(json.dumps([${rule}(b, int(sys.argv[1])) for b in json.load(sys.stdin)]))`;
  const options = {
    cwd: join(__dirname, '../../../../agent'),
    input: JSON.stringify(lengthsUs),
    encoding: 'utf8',
  } as const;
  return JSON.parse(execFileSync('python3', ['-B', '-c', script, String(MEAN_US)], options)) as (number | null)[];
}

it('plans what the agent plans', () => {
  const agents = plannedByAgent('plan_period', BATCHES_US);
  expect(agents).toHaveLength(BATCHES_US.length);
  agents.forEach((periodUs, i) => expect(planPeriod(BATCHES_US[i]!, MEAN_US)).toBeCloseTo(periodUs!, 3));
});

it('reads the cycles of an averaging sensor as the agent does', () => {
  const cyclesUs = [0, 1_100, 6_600, 70_000, ...BATCHES_US.slice(900, 1300), 106_000, 422_400, 50e6];
  const agents = plannedByAgent('cycle_period', cyclesUs);
  const own = cyclesUs.map((cycleUs) => cyclePeriod(cycleUs, MEAN_US));
  expect(own.map((us) => us && us.toFixed(3))).toEqual(agents.map((us) => us && us.toFixed(3)));
  expect([106_000, 422_400, 1_100, 0].map((cycleUs) => cyclePeriod(cycleUs, MEAN_US))).toEqual([
    104_940,
    104_544,
    null,
    null,
  ]);
});

it('stays between 0.7 and 2.5 times the mean period', () => {
  for (const batchUs of BATCHES_US) {
    expect(planPeriod(batchUs, MEAN_US)).toBeGreaterThanOrEqual(0.7 * MEAN_US);
    expect(planPeriod(batchUs, MEAN_US)).toBeLessThanOrEqual(2.5 * MEAN_US);
  }
});
