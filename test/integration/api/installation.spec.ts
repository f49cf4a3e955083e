import type { InstallationView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';

describe('the installation', () => {
  let lab: Lab;

  beforeAll(async () => {
    const installation = { home: '/', postgres: 'embedded', redis: 'configured' } as const;
    lab = await startLab({ twins: [], controller: { installation } });
  });
  afterAll(() => lab.stop());

  it('has the servers with their origin, the size of the database, and the room on the disk', async () => {
    const { body, status } = await lab.call('GET', '/v1/installation');
    expect(status).toBe(200);
    const { postgres, redis, homeDisk } = body as InstallationView;
    expect(postgres).toMatchObject({ origin: 'embedded', version: expect.stringMatching(/^\d+/) });
    expect(postgres.tables).toHaveLength(10);
    const sizes = postgres.tables.map(({ bytes }) => bytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(postgres.bytes).toBeGreaterThan(sizes[0]!);
    expect(redis).toMatchObject({ origin: 'configured', version: expect.stringMatching(/^\d+\.\d+/) });
    expect(redis!.memoryBytes).toBeGreaterThan(0);
    expect(Date.parse(redis!.startedAt)).toBeLessThanOrEqual(Date.now());
    expect(homeDisk!.freeBytes).toBeLessThanOrEqual(homeDisk!.totalBytes);
  });
});
