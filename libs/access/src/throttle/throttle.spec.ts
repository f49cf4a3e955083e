import { Throttle } from './throttle';

const throttle = (times: number, windowS = 900) => new Throttle({ times, windowS }, 'too_many_attempts', 'slow down');

it('stops who comes too often, says for how long, and nobody else', async () => {
  const gate = throttle(2);
  await gate.take('a');
  await gate.take('a');
  await expect(gate.take('a')).rejects.toMatchObject({ code: 'too_many_attempts', transient: true, retryAfterS: 900 });
  await expect(gate.check('a')).rejects.toMatchObject({ code: 'too_many_attempts' });
  await gate.take('b');
  await gate.check('b');
});

it('is not opened again by a success in between', async () => {
  const gate = throttle(2);
  await gate.take('a');
  await gate.take('a');
  await gate.giveBack('a');
  expect(await gate.allows('a')).toBe(true);
  expect(await gate.allows('a')).toBe(false);
});

it('stops those that come at the same moment', async () => {
  const gate = throttle(5);
  const allowed = await Promise.all(Array.from({ length: 20 }, () => gate.allows('a')));
  expect(allowed.filter(Boolean)).toHaveLength(5);
});

it('lets in again after the window', async () => {
  const gate = throttle(1, 1);
  await gate.take('a');
  expect(await gate.allows('a')).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await gate.allows('a')).toBe(true);
});
