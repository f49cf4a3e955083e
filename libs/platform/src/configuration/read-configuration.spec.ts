import { homedir } from 'node:os';
import { Fault } from '@joulefleet/core';
import { readConfiguration } from './read-configuration';

function faultOf(environment: NodeJS.ProcessEnv): Fault {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error('expected a Fault');
}

describe('readConfiguration', () => {
  it('has a default for everything', () => {
    expect(readConfiguration({})).toEqual({
      home: `${homedir()}/.joulefleet`,
      cacheFolder: `${homedir()}/.joulefleet/cache`,
      databaseUrl: undefined,
      redisUrl: undefined,
      host: '127.0.0.1',
      port: 4680,
      anyPort: true,
      trustedProxies: [],
      logLevel: 'info',
      watch: true,
      campaignLimits: { maxTrials: 1_000_000, maxCells: 100_000 },
      noticeHosts: [],
    });
  });

  it('takes an empty variable for an unset one', () => {
    expect(readConfiguration({ DATABASE_URL: '', JOULEFLEET_PORT: '' })).toEqual(readConfiguration({}));
  });

  it('names every wrong variable and what was expected', () => {
    expect(faultOf({ JOULEFLEET_WORKER_METRICS_PORT: '70000' }).message).toContain('JOULEFLEET_WORKER_METRICS_PORT');
    const fault = faultOf({ JOULEFLEET_PORT: 'eighty', REDIS_URL: 'localhost:6379', JOULEFLEET_LOG_LEVEL: 'loud' });
    expect(fault).toMatchObject({ code: 'bad_configuration', origin: 'operator', transient: false });
    expect(fault.message).toMatch(/JOULEFLEET_PORT: expected a port number/);
    expect(fault.message).toMatch(/REDIS_URL: expected a URL that begins with redis:\/\/ or rediss:\/\//);
    expect(fault.message).toMatch(/JOULEFLEET_LOG_LEVEL: expected one of fatal, error/);
  });

  it('takes limits of a campaign as counts', () => {
    const given = { JOULEFLEET_MAX_TRIALS: '5000', JOULEFLEET_MAX_CELLS: '200' };
    expect(readConfiguration(given).campaignLimits).toEqual({ maxTrials: 5000, maxCells: 200 });
    for (const wrong of ['0', '-1', '1.5', 'many', '1e12']) {
      expect(faultOf({ JOULEFLEET_MAX_TRIALS: wrong }).message).toContain(
        'JOULEFLEET_MAX_TRIALS: expected a whole number from 1 to 100000000',
      );
    }
  });

  it.each(['70000', '-1', '80.5', 'eighty'])('says what a port is: %s', (text) => {
    const { message } = faultOf({ JOULEFLEET_PORT: text });
    expect(message).toBe('Invalid environment variables: JOULEFLEET_PORT: expected a port number, 0 to 65535');
  });

  it('says how to switch the watch', () => {
    expect(faultOf({ JOULEFLEET_WATCH: 'yes' }).message).toMatch(/JOULEFLEET_WATCH: expected on or off$/);
  });

  it('takes proxies by address or subnet only: a name or a typing error must trust nobody', () => {
    const proxies = (text: string) => readConfiguration({ JOULEFLEET_TRUSTED_PROXIES: text }).trustedProxies;
    expect(proxies('127.0.0.1, 10.0.0.0/8,fd00::/8')).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
    for (const wrong of ['true', 'proxy.lab', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '127.0.0.1 10.0.0.1']) {
      expect(faultOf({ JOULEFLEET_TRUSTED_PROXIES: wrong }).message).toContain(
        'JOULEFLEET_TRUSTED_PROXIES: expected IP',
      );
    }
  });

  it('takes hosts of notices by name and address, and refuses what would mean all', () => {
    const hosts = (text: string) => readConfiguration({ JOULEFLEET_NOTICE_HOSTS: text }).noticeHosts;
    expect(hosts('hooks.example.com, 10.0.0.2:25')).toEqual([
      { host: 'hooks.example.com', port: null, subdomains: false },
      { host: '10.0.0.2', port: 25, subdomains: false },
    ]);
    for (const wrong of ['*', 'https://hooks.example.com', 'hooks.example.com smtp.lab']) {
      expect(faultOf({ JOULEFLEET_NOTICE_HOSTS: wrong }).message).toContain('JOULEFLEET_NOTICE_HOSTS: expected hosts');
    }
  });

  it('takes a master key of 32 bytes in base64 only, and never repeats it', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(readConfiguration({ JOULEFLEET_MASTER_KEY: key }).masterKey).toBe(key);
    for (const wrong of [Buffer.alloc(31, 1).toString('base64'), 'a passphrase that somebody typed']) {
      const { message } = faultOf({ JOULEFLEET_MASTER_KEY: wrong });
      expect(message).toContain('JOULEFLEET_MASTER_KEY: expected 32 bytes in base64');
      expect(message).not.toContain(wrong);
    }
  });

  it('never repeats a value, which may hold a password', () => {
    expect(faultOf({ DATABASE_URL: 'mysql://joule:hunter2@db/x' }).message).not.toContain('hunter2');
  });
});
