import { diagnoseRuntimes, type ProbedModule, type RuntimeProbe } from './diagnose-runtimes';
import { NEEDS } from './install-table';

const WORKING: ProbedModule = { version: '1.0', error: null, cuda: null, gpu: true };
const L4T = (release: number, revision: string) => ({ release, revision });

function probed(modules: RuntimeProbe['modules'], missing: readonly string[] = []): RuntimeProbe {
  const broken = Object.keys(modules).filter((name) => modules[name]?.error);
  const runs = ['pytorch', 'tensorrt'].map((runtime) => ({
    ...{ workload: 'resnet18', runtime, missing, broken },
    gpu: modules.torch?.gpu === true,
  }));
  return { modules, runs };
}

describe('diagnosing the runtimes of a board', () => {
  it('has nothing to say of one that has all', () => {
    const { runs, advice } = diagnoseRuntimes(L4T(35, '4.1'), probed({ torch: WORKING, torchvision: WORKING }));
    expect(runs.map(({ runsOn }) => runsOn)).toEqual(['gpu', 'gpu']);
    expect(advice).toEqual([]);
  });

  it('names the wheel of the JetPack for what is missing', () => {
    const missing = ['torch', 'torchvision', 'onnxruntime'];
    const of = (release: number, revision: string): string =>
      diagnoseRuntimes(L4T(release, revision), probed({ torch: null }, missing))
        .advice.flatMap(({ commands }) => commands)
        .join('\n');
    expect(of(32, '7.4')).toMatch(/torch-1\.10\.0-cp36-cp36m.*v0\.11\.1.*onnxruntime_gpu-1\.11\.0-cp36/s);
    expect(of(35, '4.1')).toMatch(/v512\/pytorch\/torch-2\.1\.0a0.*cp38.*v0\.16\.1.*onnxruntime_gpu-1\.17\.0-cp38/s);
    expect(of(36, '3.0')).toMatch(/v60\/pytorch\/torch-2\.4\.0a0.*cp310.*v0\.19\.0/s);
    expect(of(36, '4.3')).toMatch(/torch==2\.8\.0 torchvision==0\.23\.0 --index-url .*jp6\/cu126/);
  });

  it('says so where no command is known', () => {
    for (const l4t of [L4T(32, '4.3'), L4T(35, '1.0'), L4T(38, '2.0'), L4T(99, '1')]) {
      const [advice] = diagnoseRuntimes(l4t, probed({ torch: null }, ['torch'])).advice;
      expect(advice).toMatchObject({ need: 'torch', commands: [], source: null });
      expect(advice!.note).toBe(`no command is known for torch on L4T ${l4t.release}.${l4t.revision}`);
    }
    const [runtime] = diagnoseRuntimes(L4T(36, '3.0'), probed({ torch: WORKING }, ['onnxruntime'])).advice;
    expect(runtime).toMatchObject({ need: 'onnxruntime', commands: [] });
  });

  it('distinguishes a build without CUDA, one for another CUDA, and one that cannot be imported', () => {
    const why = (torch: Partial<ProbedModule>): string =>
      diagnoseRuntimes(L4T(35, '4.1'), probed({ torch: { ...WORKING, ...torch } })).advice[0]!.why;
    expect(why({ gpu: false })).toBe('version 1.0 has no CUDA and does not reach the GPU');
    expect(why({ gpu: false, cuda: '12.1' })).toBe('version 1.0 was built for CUDA 12.1 and does not reach the GPU');
    expect(why({ error: 'libopenblas.so.0: cannot open' })).toMatch(/^it cannot be imported: libopenblas/);
  });

  it('has nothing on the CPU for TensorRT', () => {
    const { runs } = diagnoseRuntimes(null, probed({ torch: { ...WORKING, gpu: false } }));
    expect(runs.map(({ runtime, runsOn }) => [runtime, runsOn])).toEqual([
      ['pytorch', 'cpu'],
      ['tensorrt', null],
    ]);
  });

  it('advises in the order in which things need one another, each with its source', () => {
    for (const l4t of [null, L4T(32, '7.1'), L4T(35, '5.0'), L4T(36, '4.0')]) {
      const { advice } = diagnoseRuntimes(l4t, probed({}, [...NEEDS].reverse()));
      expect(advice.map(({ need }) => need)).toEqual(NEEDS);
      expect(advice.filter(({ source }) => !source?.startsWith('https://'))).toEqual([]);
    }
  });
});
