import { startLab, type Lab } from '../../testkit/lab';

interface Scrape {
  /** Value of each sample, by its name and labels as they were written. */
  samples: Map<string, number>;
  /** Names that have samples and lack HELP or TYPE. */
  undescribed: string[];
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$/;

/** Reads the text format 0.0.4, and takes nothing else. */
function parse(text: string): Scrape {
  const described = { HELP: new Set<string>(), TYPE: new Set<string>() };
  const samples = new Map<string, number>();
  const undescribed = new Set<string>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (comment) {
      described[comment[1] as 'HELP' | 'TYPE'].add(comment[2]!);
      continue;
    }
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) throw new Error(`not a line of the text format: ${line}`);
    const families = [name, name.replace(/_(bucket|sum|count)$/, '')];
    if (!families.some((family) => described.HELP.has(family) && described.TYPE.has(family))) undescribed.add(name);
    samples.set(`${name}${labels}`, value === 'Nan' ? NaN : Number(value));
  }
  return { samples, undescribed: [...undescribed] };
}

describe('GET /v1/metrics', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
  });
  afterAll(() => lab.stop());

  const fetchMetrics = (key: string | null): Promise<Response> =>
    fetch(`${lab.controller().url}/v1/metrics`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } });
  const scrape = async (): Promise<Scrape> => parse(await (await fetchMetrics(lab.admin.key)).text());

  it('is the text format of Prometheus, for those with the scope', async () => {
    expect((await fetchMetrics(null)).status).toBe(401);
    const response = await fetchMetrics(lab.admin.key);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8; version=0.0.4');
    const { samples, undescribed } = parse(await response.text());
    expect(undescribed).toEqual([]);
    expect(samples.get('joulefleet_service_up{service="postgres"}')).toBe(1);
    expect(samples.get('joulefleet_queue_workers{queue="shards"}')).toBe(1);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect([...samples.keys()].some((name) => name.startsWith('nodejs_eventloop_lag_seconds'))).toBe(true);
  });

  it('finds a sample that nothing describes', () => {
    expect(parse('# HELP a x\n# TYPE a gauge\na 1\nb{c="d"} 2\n').undescribed).toEqual(['b']);
    expect(() => parse('a 1 2 3\n')).toThrow(/not a line/);
  });

  it('follows an enrollment and a campaign', async () => {
    const before = (await scrape()).samples;
    expect(before.get('joulefleet_devices{availability="ready",health="good"}')).toBe(0);
    expect(before.get('joulefleet_records_committed_total')).toBe(0);
    await lab.enroll(lab.twins[0]!);
    await lab.call('GET', '/v1/devices/nobody');
    const source = 'name: small\nworkloads: [alexnet]\nfactors: { gpuFrequency: [614.4 MHz] }\nrepetitions: 1';
    const { id } = await lab.launch(source);
    const running = (await scrape()).samples;
    const trialsInHand = ['pending', 'assigned', 'accepted'].map((state) =>
      running.get(`joulefleet_trials{state="${state}"}`)!,
    );
    expect(trialsInHand.reduce((a, b) => a + b)).toBeGreaterThan(0);
    await lab.completed(id, 60);

    const { samples: after, undescribed } = await scrape();
    expect(undescribed).toEqual([]);
    expect(after.get('joulefleet_campaigns{state="completed"}')).toBe(1);
    expect(after.get('joulefleet_records_committed_total')).toBeGreaterThan(2);
    expect(after.get('joulefleet_faults_total{origin="operator",source="api"}')).toBeGreaterThan(0);
    const posted = 'joulefleet_http_request_duration_seconds_count{route="/v1/devices",method="POST",status="2xx"}';
    expect(after.get(posted)).toBe(1);
    const devices = [...after].filter(([name]) => name.startsWith('joulefleet_devices{'));
    expect(devices.reduce((sum, [, value]) => sum + value, 0)).toBe(1);
  }, 90_000);
});
