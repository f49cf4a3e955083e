import { Metrics } from './metrics';

describe('Metrics', () => {
  it('shows what was counted and what is read now, and keeps two processes apart', async () => {
    const [metrics, other] = [new Metrics(), new Metrics()];
    metrics.countFault('network', 'api');
    metrics.countFault('network', 'api');
    metrics.countCommittedRecords(1);
    metrics.observeRequest({ route: '/v1/devices/:name', method: 'GET', status: '2xx' }, 0.03);
    const samples = [{ labels: { availability: 'ready', label: 'a "b"\n' }, value: 2 }];
    const text = await metrics.render([{ name: 'joulefleet_devices', help: 'Devices', samples }]);
    expect(text).toContain('joulefleet_faults_total{origin="network",source="api"} 2\n');
    expect(text).toContain('joulefleet_records_committed_total 1\n');
    expect(text).toContain('_bucket{le="0.05",route="/v1/devices/:name",method="GET",status="2xx"} 1\n');
    expect(text).toContain('# TYPE joulefleet_devices gauge\n');
    expect(text).toContain('joulefleet_devices{availability="ready",label="a \\"b\\"\\n"} 2\n');
    expect(await other.render([])).toContain('joulefleet_records_committed_total 0\n');
  });

  it('forgets a gauge that is no longer there', async () => {
    const metrics = new Metrics();
    const family = { name: 'joulefleet_devices', help: 'Devices', samples: [{ labels: { a: 'x' }, value: 1 }] };
    await metrics.render([family]);
    expect(await metrics.render([{ ...family, samples: [] }])).not.toContain('a="x"');
  });
});
