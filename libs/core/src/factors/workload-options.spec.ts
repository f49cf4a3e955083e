import { describeWork } from './workload-options';

it('names a workload with what is not its default', () => {
  const work = { workload: 'llama', graphMode: 'dynamic', options: {} };
  expect(describeWork(work)).toBe('llama');
  expect(describeWork({ ...work, unit: 'inference' })).toBe('llama');
  const own = { graphMode: 'static', unit: 'token', options: { runtime: 'libtorch', 'parameters.threads': 2 } };
  expect(describeWork({ ...work, ...own })).toBe('llama (static, counts tokens, runtime=libtorch, threads=2)');
});
