import { shortId } from './short-id';

it('shortens ids as far as they differ', () => {
  const all = ['a001', 'b002'].map((end) => ({ id: `0199c3f2-aaaa-7000-8000-00000000${end}` }));
  const [first, second] = all as [(typeof all)[0], (typeof all)[0]];
  expect(shortId(first.id, [first])).toBe('0199c3f2');
  expect(shortId(first.id, [...all, first])).toBe('0199c3f2-aaaa-7000-8000-00000000a');
  expect(shortId(second.id, all)).toBe('0199c3f2-aaaa-7000-8000-00000000b');
});
