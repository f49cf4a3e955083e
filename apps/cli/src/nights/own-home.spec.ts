import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { captureIo } from '../fixtures/controller-double';
import { OwnHome, RESOLVER } from './own-home';

describe('the home of its own', () => {
  const user = captureIo('/home/of/the/user').environment;
  const home = new OwnHome({
    ...user,
    childEnvironment: { PATH: '/bin', DATABASE_URL: 'postgresql://lab', JOULEFLEET_PORT: '4680' },
  });
  const { environment, injected } = home;
  afterAll(() => rmSync(environment.home, { recursive: true }));

  it('takes no server, no port and no key of the user', () => {
    const { home: folder, url, apiKey, childEnvironment } = environment;
    expect({ url, apiKey }).toEqual({ url: null, apiKey: null });
    expect(childEnvironment).toEqual({
      ...{ PATH: '/bin', JOULEFLEET_HOME: folder, JOULEFLEET_PORT: '0' },
      JOULEFLEET_CACHE: join(user.home, 'cache'),
    });
  });

  it('has a resolver that prints what is under test in the night to come', () => {
    const resolve = (): string => String(execFileSync(join(environment.home, 'resolvers', RESOLVER)));
    expect(resolve()).toBe('v1\n');
    home.prepareNight(24);
    expect(resolve()).toBe('v2\n');
    expect(JSON.parse(readFileSync(injected, 'utf8'))).toMatchObject({
      workloads: { mobilenetv2: { duration: 1.03 } },
    });
  });
});
