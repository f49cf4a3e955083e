import { Rounds } from './rounds';

/** A round that waits until it is let go. */
function gate() {
  const waiting: (() => void)[] = [];
  let rounds = 0;
  const round = () => {
    rounds++;
    return new Promise<void>((resolve) => waiting.push(resolve));
  };
  const letGo = async () => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { round, letGo, count: () => rounds };
}

it('runs one round at a time, and one more for any number of requests meanwhile', async () => {
  const { round, letGo, count } = gate();
  const rounds = new Rounds(round, () => undefined);
  for (let i = 0; i < 5; i++) rounds.request();
  expect(count()).toBe(1);
  await letGo();
  expect(count()).toBe(2);
  await letGo();
  expect(count()).toBe(2);
  rounds.request();
  expect(count()).toBe(3);
  await letGo();
});

it('reports a round that fails, and goes on', async () => {
  const errors: string[] = [];
  let fails = true;
  const rounds = new Rounds(
    () => (fails ? Promise.reject(new Error('no database')) : Promise.resolve()),
    ({ message }) => errors.push(message),
  );
  rounds.request();
  rounds.request();
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toEqual(['no database', 'no database']);
  fails = false;
  rounds.request();
  await rounds.stop();
  expect(errors).toHaveLength(2);
});

it('starts nothing after it was stopped, and waits for the round under way', async () => {
  const { round, letGo, count } = gate();
  const rounds = new Rounds(round, () => undefined);
  rounds.request();
  rounds.request();
  let stopped = false;
  const stopping = rounds.stop().then(() => (stopped = true));
  rounds.request();
  expect(stopped).toBe(false);
  await letGo();
  await stopping;
  expect(count()).toBe(1);
});
