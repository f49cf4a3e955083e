import { requestIdOf } from './request-id';

it.each(['a', 'night-sweep.7_A', 'x'.repeat(64)])('keeps %s', (given) => expect(requestIdOf(given)).toBe(given));

it.each([undefined, '', 'x'.repeat(65), 'a b', 'a"b', 'a\nb', '<script>', 'ü', ['a', 'b']])(
  'makes one instead of %j',
  (given) => {
    const made = requestIdOf(given);
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(requestIdOf(given)).not.toBe(made);
  },
);
