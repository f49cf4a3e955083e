import { nameDevices, parseArguments } from './parse-arguments';

describe('parseArguments', () => {
  it('reads what to serve', () => {
    const argv = '--dir /tmp/t --device jetson-nano --device jetson-orin-nx --time-scale 10 --seed 3'.split(' ');
    expect(parseArguments(argv)).toEqual({
      kind: 'serve',
      dir: '/tmp/t',
      devices: [
        { name: 'twin-nano', deviceClass: 'jetson-nano' },
        { name: 'twin-orin-nx', deviceClass: 'jetson-orin-nx' },
      ],
      timeScale: 10,
      seed: 3,
      light: false,
      inject: null,
    });
  });

  it('reads what light ones are called', () => {
    const parsed = parseArguments('--dir /tmp/t --device jetson-nano --light --prefix study-'.split(' '));
    expect(parsed).toMatchObject({ devices: [{ name: 'study-nano' }], light: true });
  });

  it.each([
    ['--device jetson-nano', '--dir is missing'],
    ['--dir /t', '--device is missing'],
    ['--dir /t --device jetson-nanoo', 'expected one of jetson-nano, jetson-xavier-nx, jetson-orin-nx'],
    ['--dir /t --device jetson-nano --time-scale 0', '--time-scale 0'],
    ['--dir /t --device jetson-nano --seed x', '--seed x'],
    ['--dir /t --device jetson-nano --inject /t/i.json', '--inject is for light twins'],
    ['--dir /t --dvice jetson-nano', "'--dvice'"],
  ])('%s: says what is wrong', (line, problem) => {
    expect(parseArguments(line.split(' '))).toMatchObject({
      kind: 'wrong',
      problem: expect.stringContaining(problem) as string,
    });
  });

  it('helps', () => {
    expect(parseArguments(['--help'])).toEqual({ kind: 'help' });
  });
});

describe('nameDevices', () => {
  it('numbers several of one class', () => {
    expect(nameDevices(['jetson-nano', 'jetson-xavier-nx', 'jetson-nano'], 'twin-').map(({ name }) => name)).toEqual([
      'twin-nano-1',
      'twin-xavier-nx',
      'twin-nano-2',
    ]);
  });
});
