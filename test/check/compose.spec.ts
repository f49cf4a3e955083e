import { existsSync, readFileSync } from 'node:fs';
import { readConfiguration } from '@joulefleet/platform';
import { parse } from 'yaml';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  container_name?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const dockerfile = readFileSync('Dockerfile', 'utf8');
const NAMES = ['postgres', 'redis', 'controller', 'worker'];

function service(name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

describe('docker-compose.yml', () => {
  it('has the four services, each with a health check', () => {
    expect(Object.keys(compose.services).sort()).toEqual([...NAMES].sort());
    for (const name of NAMES) expect(service(name).healthcheck?.test.length).toBeGreaterThan(1);
  });

  it('runs Redis without eviction and with an append-only file', () => {
    const command = service('redis').command?.join(' ');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--appendonly yes');
  });

  it('gives no secret a default: each is ${NAME:?message}', () => {
    const uses = [...text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|TOKEN)\w*)([^}]*)\}/g)];
    expect(uses.length).toBeGreaterThanOrEqual(4);
    for (const [, , rest] of uses) expect(rest).toMatch(/^:\?\S/);
    const secrets = NAMES.flatMap((name) => Object.entries(service(name).environment ?? {}));
    for (const [key, value] of secrets) if (/PASSWORD|AUTH|_URL/.test(key)) expect(value).toMatch(/\$\{\w+:\?/);
  });

  it('hands on how large a campaign may be, with the defaults of the program', () => {
    const { campaignLimits } = readConfiguration({});
    expect(service('controller').environment).toMatchObject({
      JOULEFLEET_MAX_TRIALS: `\${JOULEFLEET_MAX_TRIALS:-${campaignLimits.maxTrials}}`,
      JOULEFLEET_MAX_CELLS: `\${JOULEFLEET_MAX_CELLS:-${campaignLimits.maxCells}}`,
    });
  });

  it('lets workers be scaled: no fixed name, no port', () => {
    expect(service('worker').container_name).toBeUndefined();
    expect(service('worker').ports).toBeUndefined();
  });

  it('publishes nothing beyond the loopback', () => {
    for (const name of NAMES) for (const port of service(name).ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('starts in order, each after what it needs is healthy', () => {
    const healthy = { condition: 'service_healthy' };
    expect(service('controller').depends_on).toEqual({ postgres: healthy, redis: healthy });
    expect(service('worker').depends_on).toEqual({ postgres: healthy, redis: healthy, controller: healthy });
  });

  it('keeps data in declared volumes', () => {
    const named = NAMES.flatMap((name) => service(name).volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((source) => /^\w+$/.test(source));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('runs processes that this repository compiles', () => {
    for (const name of ['controller', 'worker']) {
      const [program, ...words] = service(name).command ?? [];
      const script = words.find((word) => !word.startsWith('--'));
      expect(program).toBe('node');
      expect(existsSync(script?.replace(/^dist\//, '').replace(/\.js$/, '.ts') ?? '')).toBe(true);
    }
  });
});

describe('Dockerfile', () => {
  it('builds in a stage of its own and runs as an ordinary user', () => {
    expect(dockerfile.match(/^FROM /gm)?.length).toBe(2);
    const runtime = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(runtime).toMatch(/^USER node$/m);
    expect(runtime).not.toMatch(/npm (ci|install)/);
  });

  it('copies only what is there', () => {
    const sources = [...dockerfile.matchAll(/^COPY --from=build (.*) \S+$/gm)].flatMap(
      ([, list]) => list?.split(' ') ?? [],
    );
    expect(sources.length).toBeGreaterThan(4);
    for (const source of sources) expect(existsSync(source.replace('/app/', ''))).toBe(true);
  });

  it('carries no secret', () => {
    expect(dockerfile).not.toMatch(/PASSWORD|_URL=|TOKEN/);
    expect(readFileSync('.dockerignore', 'utf8').split('\n')).toEqual(expect.arrayContaining(['.git', '.env', 'keys']));
  });
});
