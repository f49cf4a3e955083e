import { setImmediate as tick } from 'node:timers/promises';
import { Semaphore } from './semaphore';

describe('Semaphore', () => {
  it('lets in as many as it may, in the order of their coming, failed ones included', async () => {
    const semaphore = new Semaphore(3);
    let [inside, most] = [0, 0];
    const entered: number[] = [];
    const work = (i: number) => async (): Promise<number> => {
      entered.push(i);
      most = Math.max(most, ++inside);
      await tick();
      inside--;
      if (i % 4 === 0) throw new Error('broken');
      return i;
    };
    const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => semaphore.run(work(i))));
    expect(most).toBe(3);
    expect(entered).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(await semaphore.run(() => Promise.resolve('free'))).toBe('free');
  });
});
