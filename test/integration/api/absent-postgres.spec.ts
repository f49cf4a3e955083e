import type { Problem } from '@joulefleet/contracts';
import { createTestDatabase } from '../../testkit/database';
import { startLab, type Lab } from '../../testkit/lab';
import { until } from '../../testkit/until';
import { SwallowingProxy } from '../health/swallowing-proxy';

const UP = 'joulefleet_service_up{service="postgres"}';

describe('a PostgreSQL that is gone', () => {
  let lab: Lab;
  let server: { host: string; port: number };
  let proxy: SwallowingProxy;
  let port: number;

  beforeAll(async () => {
    const url = new URL((await createTestDatabase()).url);
    server = { host: url.hostname, port: Number(url.port) };
    proxy = new SwallowingProxy(server);
    await proxy.start();
    ({ port } = proxy);
    url.port = String(port);
    lab = await startLab({ twins: [], databaseUrl: url.toString(), controller: { workerName: null, watch: false } });
  });
  afterAll(async () => {
    await lab.stop();
    await proxy.stop();
  });

  const scrape = async (authorization?: string) => {
    const startedMs = performance.now();
    const response = await fetch(`${lab.controller().url}/v1/metrics`, {
      headers: { ...(authorization && { authorization }) },
    });
    return { status: response.status, text: await response.text(), tookMs: performance.now() - startedMs };
  };
  const scrapeWithKey = () => scrape(`Bearer ${lab.admin.key}`);
  const comeBack = async () => {
    await proxy.stop();
    proxy = new SwallowingProxy(server);
    await proxy.start(port);
    await until(async () => (await scrapeWithKey()).text.includes(`${UP} 1\n`));
  };
  const samplesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it.each([
    ['refuses connections', () => proxy.stop()],
    ['answers nothing', async () => proxy.swallow()],
  ])(
    'is scraped all the same while it %s: the service is shown as down, and nothing that needs a key',
    async (_, leave) => {
      await leave();
      const { status, text, tookMs } = await scrapeWithKey();
      expect(status).toBe(200);
      expect(text).toContain(`${UP} 0\n`);
      expect(samplesOf(text).filter((line) => !line.startsWith('joulefleet_service_up{'))).toEqual([]);
      expect(tookMs).toBeLessThan(9_000);
      expect((await scrape()).status).toBe(401);
      const { status: other, body } = await lab.call('GET', '/v1/devices');
      expect({ other, code: (body as Problem).code }).toEqual({ other: 503, code: 'postgres_unreachable' });

      await comeBack();
      expect((await scrapeWithKey()).text).toContain('joulefleet_leases 0\n');
    },
    60_000,
  );
});
