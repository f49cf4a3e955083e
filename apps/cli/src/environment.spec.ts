import { readEnvironment } from './environment';

const MAIN = '/opt/joulefleet/dist/cli';

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

  it('takes the controller and its key from the environment, and hands the key to nobody', () => {
    const environment = readEnvironment({ JOULEFLEET_URL: 'https://jf.lab', JOULEFLEET_API_KEY: 'jf_x' }, MAIN);
    expect(environment).toMatchObject({ url: 'https://jf.lab', apiKey: 'jf_x' });
    expect(JSON.stringify(environment.childEnvironment)).not.toContain('jf_x');
    expect(readEnvironment({ JOULEFLEET_URL: '', JOULEFLEET_API_KEY: '' }, MAIN)).toMatchObject({
      url: null,
      apiKey: null,
    });
  });

  it('takes any text in NO_COLOR, but not an empty one', () => {
    expect(readEnvironment({ NO_COLOR: '0' }, MAIN).colorAllowed).toBe(false);
    expect(readEnvironment({ NO_COLOR: '' }, MAIN).colorAllowed).toBe(true);
  });

  it('names the commands as they were called', () => {
    expect(readEnvironment({ npm_lifecycle_event: 'demo' }, MAIN).invocation).toBe('npm run -s joulefleet --');
  });

  it('takes the working folder from before npm changed it', () => {
    const npm = { npm_lifecycle_event: 'joulefleet', INIT_CWD: '/lab/sweeps' };
    expect(readEnvironment({ ...npm, JOULEFLEET_HOME: 'home' }, MAIN)).toMatchObject({
      workingFolder: '/lab/sweeps',
      home: '/lab/sweeps/home',
    });
    expect(readEnvironment({ INIT_CWD: '/left/over' }, MAIN).workingFolder).toBe(process.cwd());
  });
});
