import { execFileSync } from 'node:child_process';
import { posixLine } from './posix-line';

describe('posixLine', () => {
  it('gives a line to sh as it is', () => {
    const line = posixLine('echo "$((1 + 2))  a" >&2 2>&1; exit 0');
    expect(execFileSync('/bin/sh', ['-c', `${line} 2>&1`]).toString()).toBe('3  a\n');
  });

  it.each(["a'b", 'a\\b', 'a!b', 'a\nb'])('refuses %j, which shells read each in their own way', (line) => {
    expect(() => posixLine(line)).toThrow('cannot be quoted');
  });
});
