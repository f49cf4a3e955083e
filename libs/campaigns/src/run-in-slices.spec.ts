import { runInSlices } from './run-in-slices';

it('lets others have their turn while it works', async () => {
  let turns = 0;
  const turn = () => setImmediate(() => turns++ < 3 && turn());
  // Works until the others have had their turns: it would never end in one piece.
  function* busy(): Generator<void, string> {
    while (turns < 3) yield;
    return 'done';
  }
  turn();
  expect(await runInSlices(busy())).toBe('done');
});

it('passes on what the work throws', async () => {
  function* broken(): Generator<void, void> {
    throw new Error('broken');
  }
  await expect(runInSlices(broken())).rejects.toThrow('broken');
});
