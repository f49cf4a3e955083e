import { runInSlices } from './run-in-slices';

function* busy(deadlineMs: number): Generator<void, string> {
  while (performance.now() < deadlineMs) yield;
  return 'done';
}

it('lets others have their turn while it works', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  expect(await runInSlices(busy(performance.now() + 100))).toBe('done');
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});

it('passes on what the work throws', async () => {
  function* broken(): Generator<void, void> {
    throw new Error('broken');
  }
  await expect(runInSlices(broken())).rejects.toThrow('broken');
});
