import { BoundedCache } from './bounded-cache';

/** A cache of ten letters, with a list of what it made. */
function cacheOfTen() {
  const cache = new BoundedCache<string>(10, (text) => text.length);
  const made: string[] = [];
  const get = (key: string, version: string, text = key) =>
    cache.get(key, version, () => {
      made.push(key);
      return Promise.resolve(text);
    });
  return { get, made };
}

describe('BoundedCache', () => {
  it('makes a value once for each version', async () => {
    const { get, made } = cacheOfTen();
    expect(await get('a', '1', 'old')).toBe('old');
    expect(await get('a', '1', 'new')).toBe('old');
    expect(await get('a', '2', 'new')).toBe('new');
    expect(made).toEqual(['a', 'a']);
  });

  it('makes it once for all who ask at a time', async () => {
    const { get, made } = cacheOfTen();
    await Promise.all([get('a', '1'), get('a', '1'), get('a', '1')]);
    expect(made).toEqual(['a']);
  });

  it('drops the least recently used beyond its weight', async () => {
    const { get, made } = cacheOfTen();
    await get('aaaa', '1');
    await get('bbbb', '1');
    await get('aaaa', '1');
    await get('cccc', '1');
    await get('aaaa', '1');
    await get('bbbb', '1');
    expect(made).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb']);
  });

  it('does not keep what is too heavy by itself, nor what could not be made', async () => {
    const { get, made } = cacheOfTen();
    await get('a', '1', 'more than ten');
    await get('a', '1', 'more than ten');
    expect(made).toHaveLength(2);
    const cache = new BoundedCache<string>(10, (text) => text.length);
    await expect(cache.get('a', '1', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get('a', '1', () => Promise.resolve('now'))).toBe('now');
  });

  it('keeps the newer version when an older one is made late', async () => {
    const cache = new BoundedCache<string>(10, (text) => text.length);
    let finish: (text: string) => void = () => undefined;
    const late = cache.get('a', '1', () => new Promise((resolve) => (finish = resolve)));
    await cache.get('a', '2', () => Promise.resolve('new'));
    finish('old');
    expect(await late).toBe('old');
    expect(await cache.get('a', '2', () => Promise.resolve('again'))).toBe('new');
  });
});
