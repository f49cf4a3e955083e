import type { GroupList, Problem } from '@joulefleet/contracts';
import { startLab, type Call, type Lab } from '../../testkit/lab';

describe('a limit of a group of devices', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: [], controller: { workerName: null } });
  });
  afterAll(() => lab.stop());

  const limit = async (maxAtOnce: unknown, group = 'circuit-1', call: Call = lab.call) => {
    const { status, body } = await call('PUT', `/v1/groups/${group}`, { maxAtOnce });
    return { status, body: body as GroupList & Problem };
  };

  it('is set and removed by an admin, seen by all, and audited', async () => {
    expect((await limit(2)).body.groups).toEqual([{ group: 'circuit-1', devices: 0, working: 0, maxAtOnce: 2 }]);
    expect((await limit(2)).status).toBe(200);
    const mia = await lab.as('mia', 'researcher');
    expect((await limit(9, 'circuit-1', mia)).status).toBe(403);
    expect((await mia('GET', '/v1/groups')).body).toMatchObject({ groups: [{ maxAtOnce: 2 }] });
    expect((await limit(null)).body.groups).toEqual([]);
    const { body } = await lab.call('GET', '/v1/audit?subject=group');
    expect((body as { entries: object[] }).entries).toMatchObject([
      { action: 'group.limit', before: { maxAtOnce: 2 }, after: { maxAtOnce: null } },
      { action: 'group.limit', before: { maxAtOnce: null }, after: { maxAtOnce: 2 } },
    ]);
  });

  it.each([[-1], [1.5], ['4'], [undefined]])('is not %j', async (maxAtOnce) => {
    expect((await limit(maxAtOnce)).body.code).toBe('bad_request');
    expect((await limit(3, 'No Group')).body.code).toBe('bad_request');
  });
});
