import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(process.cwd(), 'node_modules', '.bin', 'depcruise');
const CONFIGURATION = join(process.cwd(), '.dependency-cruiser.cjs');
const FIXTURE = 'test/check/fixtures/import-rules';

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** Runs the product's own rules on the fixture, a small tree with the product's rooms. */
function violations(): string[] {
  const args = [CLI, '--config', CONFIGURATION, '--output-type', 'json', 'apps', 'libs', 'test'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: FIXTURE, encoding: 'utf8', maxBuffer: 1 << 26 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${shorten(to)}`);
}

function shorten(to: string): string {
  return to.replace(/^.*node_modules\/((@[^/]+\/)?[^/]+)\/.*$/, '$1');
}

const found = violations();

describe('the import rules', () => {
  it.each([
    'core-is-pure: libs/core/src/index.ts -> libs/store/src/index.ts',
    'core-is-pure: libs/core/src/index.ts -> fs',
    'contracts-are-schemas: libs/contracts/src/index.ts -> pino',
    'adapters-stand-alone: libs/store/src/index.ts -> libs/queue/src/index.ts',
    'adapters-stand-alone: libs/store/src/index.ts -> libs/fleet/src/index.ts',
    'figures-are-pure: libs/figures/src/index.ts -> libs/store/src/index.ts',
    'cli-talks-http: apps/cli/src/main.ts -> libs/platform/src/index.ts',
    'web-talks-http: apps/web/src/main.tsx -> libs/platform/src/index.ts',
    'libs-below-apps: libs/fleet/src/device-manager.ts -> apps/controller/src/main.ts',
    'apps-stand-alone: apps/controller/src/main.ts -> apps/cli/src/main.ts',
    'product-below-tests: apps/controller/src/main.ts -> test/testkit/database.ts',
    'through-the-front-door: libs/remote/src/index.ts -> libs/core/src/inside.ts',
    'only-store-knows-postgres: libs/fleet/src/index.ts -> pg',
    'only-store-knows-postgres: libs/fleet/src/index.ts -> @prisma/client',
    'only-queue-knows-redis: libs/fleet/src/index.ts -> bullmq',
    'only-queue-knows-redis: libs/fleet/src/index.ts -> ioredis',
    'only-remote-knows-ssh: libs/fleet/src/index.ts -> ssh2',
    'only-schedules-know-cron: libs/fleet/src/index.ts -> croner',
    'only-notices-know-mail: libs/fleet/src/index.ts -> nodemailer',
    'no-development-package: libs/fleet/src/index.ts -> fast-check',
    'no-cycle: libs/fleet/src/circle-one.ts -> libs/fleet/src/circle-two.ts',
    'no-orphan: libs/fleet/src/left-over.ts -> libs/fleet/src/left-over.ts',
    'resolvable: libs/fleet/src/index.ts -> ./no-such-file',
    'no-vague-name: libs/fleet/src/index.ts -> libs/fleet/src/device-manager.ts',
  ])('find %s', (expected) => expect(found).toContain(expected));

  it('allow what is right', () => {
    const innocent = ['libs/queue/src/index.ts', 'libs/platform/src/index.ts', 'test/testkit/database.ts'];
    const accused = found.filter((line) => innocent.some((path) => line.includes(`: ${path} ->`)));
    expect(accused).toEqual([]);
    expect(found).not.toContainEqual(expect.stringMatching('apps/web/src/main.tsx -> libs/(contracts|core)'));
    expect(found).not.toContainEqual(expect.stringContaining('libs/store/src/index.ts -> pg'));
    expect(found).not.toContainEqual(expect.stringContaining('libs/remote/src/index.ts -> ssh2'));
  });

  it('cover every rule there is', () => {
    const print = `console.log(JSON.stringify(require(${JSON.stringify(CONFIGURATION)}).forbidden.map((rule) => rule.name)))`;
    const names = JSON.parse(execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' })) as string[];
    expect([...new Set(found.map((line) => line.split(':')[0]))].sort()).toEqual(names.sort());
  });
});
