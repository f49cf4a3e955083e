import { Metrics } from '@joulefleet/platform';
import { serveMetrics, type ServedMetrics } from './serve-metrics';

describe('serveMetrics', () => {
  const metrics = new Metrics();
  let served: ServedMetrics;

  beforeAll(async () => {
    served = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => served.close());

  it('shows what this process counted', async () => {
    metrics.countCommittedRecords(1);
    const response = await fetch(`${served.url}/v1/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    const text = await response.text();
    expect(text).toContain('joulefleet_records_committed_total 1\n');
    expect(text).toContain('joulefleet_ssh_connections 0\n');
  });

  it('shows nothing else', async () => {
    expect((await fetch(`${served.url}/`)).status).toBe(404);
    expect((await fetch(`${served.url}/v1/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('says when the port is taken', async () => {
    const port = Number(new URL(served.url).port);
    await expect(serveMetrics(metrics, { host: '127.0.0.1', port })).rejects.toThrow(/EADDRINUSE/);
  });
});
