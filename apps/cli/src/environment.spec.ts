import { readEnvironment } from './environment';

const MAIN = '/opt/joulefleet/dist/apps/cli/src';

describe('readEnvironment', () => {
  it('finds the product from where it is compiled to, and the home', () => {
    const environment = readEnvironment({ JOULEFLEET_HOME: '/srv/jf', PATH: '/bin' }, MAIN);
    expect(environment).toMatchObject({
      home: '/srv/jf',
      distFolder: '/opt/joulefleet/dist',
      rootFolder: '/opt/joulefleet',
      colorAllowed: true,
      invocation: 'joulefleet',
      childEnvironment: { JOULEFLEET_HOME: '/srv/jf', PATH: '/bin' },
    });
    expect(readEnvironment({ JOULEFLEET_HOME: '' }, MAIN).home).toMatch(/\/\.joulefleet$/);
  });

  it('takes any text in NO_COLOR, but not an empty one', () => {
    expect(readEnvironment({ NO_COLOR: '0' }, MAIN).colorAllowed).toBe(false);
    expect(readEnvironment({ NO_COLOR: '' }, MAIN).colorAllowed).toBe(true);
  });

  it('names the commands as they were called', () => {
    expect(readEnvironment({ npm_lifecycle_event: 'demo' }, MAIN).invocation).toBe('npm run -s joulefleet --');
  });

  it('stands where the reader stands: npm has gone to its own folder', () => {
    const npm = { npm_lifecycle_event: 'joulefleet', INIT_CWD: '/lab/sweeps' };
    expect(readEnvironment({ ...npm, JOULEFLEET_HOME: 'home' }, MAIN)).toMatchObject({
      workingFolder: '/lab/sweeps',
      home: '/lab/sweeps/home',
    });
    expect(readEnvironment({ INIT_CWD: '/left/over' }, MAIN).workingFolder).toBe(process.cwd());
  });
});
