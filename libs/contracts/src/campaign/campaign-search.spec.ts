import { campaignJsonSchema } from './campaign-json-schema';
import { parseCampaignFile } from './parse-campaign-file';
import { strategySpec } from './campaign-strategy';

const HEAD = 'name: x\nworkloads: [alexnet]\n';

function errorsOf(lines: string) {
  const parsed = parseCampaignFile(`${HEAD}${lines}\n`, 'f');
  return parsed.ok ? [] : parsed.errors;
}

function strategyOf(yaml: string) {
  const parsed = parseCampaignFile(`${HEAD}strategy: ${yaml}\n`, 'f');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec.strategy;
}

const PLAIN = {
  ...{ name: 'search', method: 'steered', margin: 0.01, probability: 0.95, maxTrials: null, maxDeviceS: null },
  objective: { name: 'energy', weight: 0.5, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null },
  ...{ checkCells: 3, confirmTrials: 10, startFrom: 'earlier' },
};

describe('strategy: search', () => {
  it('has a default for everything, and turns percent into shares and minutes into seconds', () => {
    expect(strategyOf('search')).toEqual(PLAIN);
    const full = strategyOf(
      '{ name: search, method: gp, objective: cost, weight: 0.3, maxLatencyMs: 200, maxPowerMw: 5000, maxEnergyMj: 90, marginPct: 2, probabilityPct: 90, maxTrials: 40, maxDeviceMinutes: 30, checkCells: 0, confirmTrials: 0, startFrom: nothing }',
    );
    expect(full).toEqual({
      ...{ name: 'search', method: 'gp', margin: 0.02, probability: 0.9, maxTrials: 40, maxDeviceS: 1800 },
      objective: { name: 'cost', weight: 0.3, maxLatencyMs: 200, maxPowerMw: 5000, maxEnergyMj: 90 },
      ...{ checkCells: 0, confirmTrials: 0, startFrom: 'nothing' },
    });
  });

  it('is stored with what every strategy has', () => {
    const { name, startFrom: _, ...own } = PLAIN;
    const common = { repetitions: 10, order: 'randomised-blocks', seed: 1 };
    const parameters = { ...own, ...common, earlierCampaigns: ['0199c3f2-aaaa-7000-8000-000000000001'] };
    expect(strategySpec.parse({ name, parameters: JSON.parse(JSON.stringify(parameters)) as object })).toEqual({
      name,
      parameters,
    });
    // As an older version stored it.
    const older = strategySpec.parse({ name, parameters: { ...own, ...common } });
    expect(older.parameters).not.toHaveProperty('earlierCampaigns');
  });

  it.each([
    [
      'a parameter of another strategy',
      'strategy: { name: search, share: 0.1 }',
      '3:34',
      /search has no parameter "share"/,
    ],
    ['one of a search', 'strategy: { name: top-up, method: gp }', '3:35', /top-up has no parameter "method"/],
    ['a weight of what has none', 'strategy: { name: search, weight: 0.3 }', '3:35', /only the objective cost/],
    [
      'an objective of a front',
      'strategy: { name: search, method: pareto, objective: latency }',
      '3:54',
      /neither objective nor limits/,
    ],
    ['limits of a front', 'strategy: { name: search, method: pareto, maxPowerMw: 9 }', '3:55', /neither objective/],
    ['an unknown method', 'strategy: { name: search, method: steerd }', '3:35', /steerd/],
    ['a margin that is none', 'strategy: { name: search, marginPct: 0 }', '3:38', /too small/],
    ['no trial', 'strategy: { name: search, maxTrials: 0 }', '3:38', /too small/],
    ['an order', 'strategy: search\norder: sequential', '4:8', /order goes without it/],
    ['sentinels', 'strategy: search\nsentinel: auto', '4:11', /sentinel goes without it/],
    ['shared cells', 'strategy: search\ndevicesPerCell: 1', '4:17', /devicesPerCell goes without it/],
    ['a stopping rule', 'strategy: search\nrepeat: { until: 2 % }', '3:11', /repeat goes without search/],
  ])('refuses %s', (_, lines, at, message) => {
    expect(errorsOf(lines)).toMatchObject([{ where: `f:${at}`, message: expect.stringMatching(message) as string }]);
  });

  it('is in the JSON Schema', () => {
    const { properties } = campaignJsonSchema() as { properties: { strategy: { anyOf: { properties?: object }[] } } };
    expect(Object.keys(properties.strategy.anyOf[1]!.properties!)).toEqual(
      expect.arrayContaining(['method', 'objective', 'marginPct', 'confirmTrials']),
    );
  });
});
