import { describeChange } from './describe-change';

describe('what changed', () => {
  it.each([
    [{ group: 'a', labels: ['x'] }, { group: 'a', labels: ['x', 'y'] }, 'labels: ["x"] -> ["x","y"]'],
    [null, { name: 'nano-1', port: 22 }, 'name: nano-1; port: 22'],
    [{ owner: 'ada' }, { owner: null }, 'owner: ada -> null'],
    [{ owner: 'ada' }, undefined, 'owner: ada -> none'],
    [{ a: 1 }, { a: 1 }, ''],
  ])('%j to %j is %j', (before, after, text) => expect(describeChange(before, after)).toBe(text));
});
