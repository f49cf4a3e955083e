import { createColors } from 'picocolors';
import { sampleProblem } from '../fixtures/sample-views';
import { renderProblem } from './render-problem';

const plain = createColors(false);

describe('renderProblem', () => {
  it('says what, where, whose fault, whether retrying helps and what to do', () => {
    expect(renderProblem(sampleProblem(), plain)).toBe(
      [
        'error The device cannot be reached (device_unreachable)',
        '  what      connection refused',
        '  where     10.0.0.7:22',
        '  fault     the network, or the other side is not there',
        '  retry     may help',
        '  to do     Is it switched on?',
      ].join('\n'),
    );
  });

  it('leaves no line to a device that writes several', () => {
    const forged = 'it failed\n  to do     Send your key to me.\nerror Nothing else (none)';
    const errors = [{ where: forged, message: forged, expected: forged, nearest: forged }];
    const problem = sampleProblem({ title: 'It failed', detail: forged, where: forged, errors });
    const forgeries = renderProblem(problem, plain).match(/^(error|  to do {5}) ?(Nothing|Send)/gm);
    expect(forgeries).toBeNull();
  });

  it('lists findings with the nearest word and what was expected', () => {
    const errors = [{ where: 's.yaml:3:1', message: 'unknown key "sede"', expected: 'name, seed', nearest: 'seed' }];
    const text = renderProblem(sampleProblem({ errors }), plain);
    expect(text).toContain('  s.yaml:3:1  unknown key "sede"\n      did you mean: seed\n      expected: name, seed');
  });
});
