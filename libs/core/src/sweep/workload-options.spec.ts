import { fallbacks } from '../factors/factor-levels';
import { optionsOf } from '../factors/workload-options';
import type { SomeFactors } from '../factors/registry';
import { runToEnd } from '../steps/run-to-end';
import { expandSweep } from './expand-sweep';
import type { SweepDevice, SweepSpec } from './sweep-spec';

const ALEXNET = { name: 'alexnet', graph: 'dynamic', command: null } as const;
const MINE = { name: 'mine', graph: 'dynamic', command: ['./run'] } as const;
const nano: SweepDevice = {
  ...{ name: 'nano-1', deviceClass: 'jetson-nano', workloads: ['alexnet'] },
  facts: { cpuPolicies: [], gpu: null, knobs: {} },
};

function planOf(factors: SomeFactors, more: Partial<SweepSpec> = {}) {
  const wanted = { ...fallbacks(), ...factors, perClass: {} };
  const spec = { workloads: [ALEXNET, MINE], baseline: [], inferences: 100, ...more, factors: wanted };
  return runToEnd(expandSweep(spec, [nano], { maxCells: 1000 })).perDevice[0]!;
}

function optionsIn(plan: ReturnType<typeof planOf>): string[] {
  return plan.cells.map(({ levels }) => [levels.workload, ...Object.values(optionsOf(levels))].join(' '));
}

describe('options of a workload', () => {
  it('are those that it takes: a level that the catalogue does not list is left out there', () => {
    const plan = planOf({ runtime: [null, 'tflite', 'libtorch'] });
    expect(optionsIn(plan)).toEqual(['alexnet', 'alexnet libtorch', 'mine', 'mine libtorch', 'mine tflite']);
    const taken = 'pytorch, libtorch, onnxruntime, tensorrt';
    expect(plan.notes).toEqual([`runtime tflite left out for alexnet: it takes ${taken}`]);
  });

  it('have OpenCV for the one model that it executes', () => {
    const workloads = [ALEXNET, { ...ALEXNET, name: 'yolov4tiny' }];
    const { cells } = runToEnd(
      expandSweep(
        {
          ...{ workloads, baseline: [], inferences: 100 },
          factors: { ...fallbacks(), runtime: ['opencv'], perClass: {} },
        },
        [{ ...nano, workloads: ['alexnet', 'yolov4tiny'] }],
        { maxCells: 9 },
      ),
    ).perDevice[0]!;
    expect(cells.map(({ levels }) => levels.workload)).toEqual(['yolov4tiny']);
  });

  it('have the default once', () => {
    const plan = planOf({ lazyLoading: [true, null, false] });
    expect(optionsIn(plan)).toEqual(['alexnet', 'alexnet false', 'mine', 'mine false', 'mine true']);
    expect(plan.notes).toEqual(['lazyLoading true left out for alexnet: it is the default']);
  });

  it('leave a workload out that takes none of the levels, and say so', () => {
    const plan = planOf({ precision: ['int8'] });
    expect(optionsIn(plan)).toEqual(['mine int8']);
    expect(plan.notes).toContain('nothing is measured for alexnet: no level of precision is left');
  });
});

describe('inferences', () => {
  const counts = (factors: SomeFactors, perClass = {}) => {
    const wanted = { ...fallbacks(), ...factors, perClass };
    const spec = { workloads: [MINE], baseline: ['dvfs'] as const, inferences: 100, factors: wanted };
    const [plan] = runToEnd(expandSweep(spec, [nano], { maxCells: 9 })).perDevice;
    return plan!.cells.map(({ levels }) => levels.inferences);
  };

  it('are the number of the campaign, or levels of their own, each with its baseline', () => {
    expect(counts({})).toEqual([100]);
    expect(counts({ inferences: [800, 200] })).toEqual([200, 800]);
    expect(counts({}, { 'jetson-nano': { inferences: [50] } })).toEqual([50]);
  });
});

describe('free parameters', () => {
  const parameters = { threads: [4, 1], mode: ['fast', 'exact'] };

  it('are a factor each of a command of your own, and of no other workload', () => {
    const plan = planOf({}, { parameters });
    expect(optionsIn(plan)).toEqual(['alexnet', 'mine exact 1', 'mine exact 4', 'mine fast 1', 'mine fast 4']);
    expect(plan.notes).toEqual([
      'parameters left out for alexnet: in this campaign they are those of the command of your own',
    ]);
    expect(new Set(plan.cells.map(({ cellKey }) => cellKey)).size).toBe(5);
    expect(Object.keys(plan.cells[0]!.levels).filter((key) => key.startsWith('parameters'))).toEqual([]);
  });

  it('are those of the delivered runners where there is no command, each with its kind of levels', () => {
    const plan = planOf({}, { workloads: [ALEXNET], parameters: { threads: [2, 4], processor: ['cpu', 'npu'] } });
    expect(optionsIn(plan)).toEqual(['alexnet cpu 2', 'alexnet cpu 4']);
    expect(plan.notes).toEqual([
      expect.stringMatching(/^parameters.processor npu left out for alexnet: it takes weights,/),
    ]);
  });

  it('can be overridden for a class, excluded and zipped', () => {
    const perClass = { 'jetson-nano': { parameters: { threads: [2] } } };
    const overridden = { ...fallbacks(), perClass };
    const spec = { workloads: [MINE], baseline: [], inferences: 1, factors: overridden, parameters };
    const plan = runToEnd(expandSweep(spec, [nano], { maxCells: 9 })).perDevice[0]!;
    expect(optionsIn(plan)).toEqual(['mine exact 2', 'mine fast 2']);
    const exclude = [{ workloads: null, factors: { parameters: { threads: [4], mode: ['fast'] } } }];
    expect(optionsIn(planOf({}, { parameters, exclude }))).toEqual([
      'alexnet',
      'mine exact 1',
      'mine exact 4',
      'mine fast 1',
    ]);
    const zip = [['parameters.threads', 'parameters.mode'] as const];
    expect(optionsIn(planOf({}, { parameters, zip }))).toEqual(['alexnet', 'mine exact 1', 'mine fast 4']);
  });

  it('that are excluded or zipped are so for the baseline as well', () => {
    const zip = [['parameters.threads', 'parameters.mode'] as const];
    const exclude = [{ workloads: null, factors: { parameters: { threads: [1] } } }];
    const cells = optionsIn(planOf({}, { parameters, zip, exclude, baseline: ['dvfs'] }));
    expect(cells).toEqual(['alexnet', 'mine fast 4']);
  });

  it('are kept apart by type', () => {
    const plan = planOf({}, { workloads: [MINE], parameters: { x: ['1', true, 1, 'true'] } });
    expect(plan.cells.map(({ levels }) => levels['parameters.x'])).toEqual([1, '1', 'true', true]);
    expect(new Set(plan.cells.map(({ cellKey }) => cellKey)).size).toBe(4);
  });
});
