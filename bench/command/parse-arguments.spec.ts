import { parseArguments } from './parse-arguments';

const parse = (...argv: string[]) => parseArguments(argv, ['traces', 'sampling']);

it('measures the benchmark that is named', () => {
  expect(parse('traces')).toEqual({ kind: 'measure', name: 'traces', json: false, seed: 1 });
  expect(parse('--json', 'sampling')).toEqual({ kind: 'measure', name: 'sampling', json: true, seed: 1 });
  expect(parse('traces', '--seed', '7')).toMatchObject({ seed: 7 });
});

it('lists what there is when nothing is named', () => {
  for (const argv of [[], ['--json'], ['--help'], ['-h', 'traces']]) expect(parse(...argv)).toEqual({ kind: 'list' });
});

it('names the nearest word for a wrong one', () => {
  expect(parse('trace')).toEqual({ kind: 'wrong', problem: 'no benchmark trace; did you mean traces?' });
  expect(parse('Smapling')).toEqual({ kind: 'wrong', problem: 'no benchmark Smapling; did you mean sampling?' });
  expect(parse('xyz')).toEqual({ kind: 'wrong', problem: 'no benchmark xyz' });
});

it('refuses an unknown option and a second benchmark', () => {
  expect(parse('traces', '--jsn')).toMatchObject({
    kind: 'wrong',
    problem: expect.stringContaining('--jsn') as string,
  });
  expect(parse('traces', 'sampling')).toMatchObject({ kind: 'wrong' });
  expect(parse('traces', '--seed', 'x')).toMatchObject({ kind: 'wrong' });
});
