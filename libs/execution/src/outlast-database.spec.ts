import { outlastDatabase } from './outlast-database';

const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
const quick = { retryMs: 1 };
const { signal } = new AbortController();

it('does it again until PostgreSQL is back', async () => {
  let tries = 0;
  const act = () => (++tries < 4 ? Promise.reject(away) : Promise.resolve(tries));
  expect(await outlastDatabase(act, signal, quick)).toBe(4);
});

it('throws any other error at once, and gives up in the end', async () => {
  let tries = 0;
  const failing = (error: Error) => () => (tries++, Promise.reject(error));
  await expect(outlastDatabase(failing(new Error('ours')), signal, quick)).rejects.toThrow('ours');
  expect(tries).toBe(1);
  await expect(outlastDatabase(failing(away), signal, { ...quick, patienceMs: 0 })).rejects.toBe(away);
});

it('ends with the shutdown', async () => {
  const stop = new AbortController();
  const act = (): Promise<never> => {
    stop.abort(new Error('shutdown'));
    return Promise.reject(away);
  };
  await expect(outlastDatabase(act, stop.signal, quick)).rejects.toThrow('shutdown');
});
