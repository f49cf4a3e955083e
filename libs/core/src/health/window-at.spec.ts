import { windowAt } from './window-at';

const MORNING = { name: 'morning', startsAtMs: 100, endsAtMs: 200 };
const NOON = { name: 'noon', startsAtMs: 150, endsAtMs: 300 };

describe('windowAt', () => {
  it.each([
    [99, null],
    [100, 'morning'],
    [149, 'morning'],
    [150, 'noon'],
    [200, 'noon'],
    [299, 'noon'],
    [300, null],
  ])('at %i: %s', (nowMs, name) => {
    expect(windowAt([MORNING, NOON], nowMs)?.name ?? null).toBe(name);
    expect(windowAt([NOON, MORNING], nowMs)?.name ?? null).toBe(name);
  });
});
