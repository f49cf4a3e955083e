import { untilAborted } from './until-aborted';

const never = new Promise<never>(() => undefined);

describe('untilAborted', () => {
  it('gives the result or the error of the work', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  });

  it('waits no longer than until the signal, which may have fired before', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(never, controller.signal);
    controller.abort(new Error('the end'));
    await expect(waiting).rejects.toThrow('the end');
    await expect(untilAborted(Promise.resolve(7), controller.signal)).rejects.toThrow('the end');
  });
});
