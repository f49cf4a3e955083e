import { findMixedDevices } from './find-mixed-devices';

describe('findMixedDevices', () => {
  const twin = { name: 'twin-nano', simulated: true };
  const board = { name: 'nano-3', simulated: false };

  it('refuses twins beside boards, and says how to ask for both', () => {
    const [error, ...more] = findMixedDevices({ names: [] }, [board, twin, { ...board, name: 'nano-4' }]);
    expect(more).toEqual([]);
    expect(error).toMatchObject({ path: ['devices'] });
    expect(error!.message).toMatch(/^twin-nano is simulated and nano-3 is not: .*name each device/);
  });

  it.each([
    ['twins alone', [], [twin, twin]],
    ['boards alone', [], [board]],
    ['none', [], []],
    ['those that the file names', ['twin-nano', 'nano-3'], [twin, board]],
  ])('has nothing against %s', (_, names, selected) => expect(findMixedDevices({ names }, selected)).toEqual([]));
});
