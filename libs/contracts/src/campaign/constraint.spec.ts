import { factorLevels, type CellLevels } from '@joulefleet/core';
import { parseConstraint } from './constraint';

const cell = (over: Partial<CellLevels> = {}): CellLevels => {
  const parameters = {
    'parameters.threads': 3,
    'parameters.mode': 'fast',
    'parameters.scale': 0.5,
    'parameters.check': true,
  };
  const options = { runtime: 'libtorch', lazyLoading: false, ...parameters };
  const levels = factorLevels({ cpuKhz: 1_479_000, gpuHz: 614_400_000, batchSize: 16, ...options, ...over });
  return { workload: 'alexnet', command: null, graphMode: 'static', ...levels };
};
const holds = (text: string, over?: Partial<CellLevels>): boolean => {
  const parsed = parseConstraint(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.constraint.holds('jetson-nano', cell(over));
};
const why = (text: string): string => {
  const parsed = parseConstraint(text);
  return parsed.ok ? 'nothing' : parsed.message;
};

it.each([
  ['gpuFrequency >= 500', true],
  ['gpuFrequency * 2 > cpuFrequency', false],
  ['cpuFrequency - gpuFrequency == 864.6', true],
  ['gpuFrequency == 614.4 && cpuFrequency / 1000 < 1.5', true],
  ['batchSize in [8, 16] || workload == "resnet18"', true],
  ['batchSize % 2 == 0 ? gpuFrequency < 500 : true', false],
  ['!(deviceClass.startsWith("jetson-orin"))', true],
  ['activeCores == "default" || activeCores >= 2', true],
  ['cpuGovernor == "default"', true],
  ['powerMode in ["default", "MAXN"]', true],
  ['runtime == "libtorch" && lazyLoading == false', true],
  ['parameters.threads >= 2 && parameters.mode == "fast"', true],
  ['parameters.scale * 2 == 1.0', true],
  ['parameters.check ? parameters.threads == 3 : true', true],
  ['parameters.absent == "default"', true],
  ['parameters.constructor == "default"', true],
])('%s is %s', (text, result) => {
  expect(holds(text)).toBe(result);
});

it('knows a clock that is left to a governor by its word, and compares it with no figure', () => {
  expect(holds('gpuFrequency == "dvfs" || gpuFrequency > 500', { gpuHz: 'dvfs' })).toBe(true);
  expect(() => holds('gpuFrequency > 500', { gpuHz: 'dvfs' })).toThrow(/no such overload/);
});

it('knows which parameters it is about, and whether it is about workloads alone', () => {
  const about = (text: string) => {
    const parsed = parseConstraint(text);
    return parsed.ok && [parsed.constraint.parameters, parsed.constraint.ofWorkload];
  };
  expect(about('parameters.a + parameters.b > batchSize && parameters.a < 3')).toEqual([['a', 'b'], true]);
  expect(about('workload == "x" || gpuFrequency > 3 || parameters.a == 1')).toEqual([['a'], false]);
});

it.each([
  ['parameters == 1', /no such overload|parameters without a name/],
  ['parameters["threads"] == 1', /cannot be used here/],
  ['parameters.a.b == 1', /cannot be used here|no such/],
  ['workload.name == "x"', /cannot be used here|no such/],
  ['gpuFrequncy > 1', /Unknown variable: gpuFrequncy/],
  ['gpuFrequency >', /Unexpected token/],
  ['gpuFrequency === 1', /Unexpected character/],
  ['"a"', /it is a string, no condition/],
  ['workload > 3', /no such overload: string > int/],
  ['workload.matches("(a+)+$")', /matches cannot be used here/],
  ['[1, 2].exists(x, x == 1)', /exists cannot be used here/],
  ['[1].all(a, [1].all(b, [1].all(c, true)))', /all cannot be used here/],
  ['{"a": 1}["a"] == 1', /cannot be used here|Exceeded/],
  ['has(workload.x)', /has cannot be used here/],
  ['timestamp("2026-01-01T00:00:00Z") > timestamp("2025-01-01T00:00:00Z")', /timestamp cannot be used here/],
  [`${'('.repeat(200)}true${')'.repeat(200)}`, /Exceeded maxDepth/],
  [Array.from({ length: 90 }, () => 'batchSize == 1').join(' || '), /Exceeded/],
])('%s is refused', (text, message) => {
  expect(why(text)).toMatch(message);
});
