import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

function findingsIn(fixture: string): { status: number | null; findings: string[] } {
  const path = join('test/check/fixtures/agent', fixture);
  const { status, stdout } = spawnSync('python3', ['scripts/check/agent_grammar.py', path], { encoding: 'utf8' });
  const findings = stdout.split('\n').filter((line) => line !== '');
  return { status, findings: findings.map((line) => line.slice(path.length + 1)) };
}

describe('the grammar check of the agent', () => {
  it('is content with Python as it was', () => {
    expect(findingsIn('as_it_was.py')).toEqual({ status: 0, findings: [] });
  });

  it('finds what the standard library had not yet', () => {
    const { status, findings } = findingsIn('newer_library.py');
    expect(status).toBe(1);
    expect(findings).toEqual([
      '1: from __future__ import annotations is of Python 3.7',
      '3: dataclasses is of Python 3.7',
      '6: typing.Protocol is of Python 3.8',
      '9: X | Y as a type is of Python 3.10',
      '9: dict[...] as a type is of Python 3.9',
      '9: list[...] as a type is of Python 3.9',
      '10: the argument capture_output= is of Python 3.7',
      '10: the argument text= is of Python 3.7',
      '11: time.monotonic_ns is of Python 3.7',
      '12: .removeprefix is of Python 3.9',
    ]);
  });

  it.each(['newer_grammar.py', 'newer_f_string.py'])('finds the grammar of a later Python in %s', (fixture) => {
    const { status, findings } = findingsIn(fixture);
    expect(status).toBe(1);
    expect(findings).toEqual([expect.stringMatching(/^2: .*3\.8/)]);
  });
});
