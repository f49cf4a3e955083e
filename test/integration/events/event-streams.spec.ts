import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { CampaignView } from '@joulefleet/contracts';
import { MASTER_KEY_BYTES, toMasterKey } from '@joulefleet/platform';
import { inTransaction, openDatabase, readEventBounds, writeCampaignEvent, type Database } from '@joulefleet/store';
import { followEvents } from '../../../apps/cli/src/client/follow-events';
import { serve } from '../../../apps/controller/src/serve';
import { openEvents, type EventClient } from '../../testkit/event-client';
import { startLab, type Lab } from '../../testkit/lab';
import { until } from '../../testkit/until';

const FILE = `
name: events
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [460.8 MHz], cpuFrequency: 1479 MHz }
repetitions: 2
inferences: 1600
shardTrials: 1
`;
const LIMITS = { perUser: 8, heartbeatMs: 50, recheckMs: 50, slowClientMs: 300 };

describe('event streams', () => {
  let lab: Lab;
  let database: Database;
  let campaign: CampaignView;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], controller: { streams: LIMITS } });
    database = openDatabase(lab.databaseUrl);
    await lab.enroll(lab.twins[0]!);
    campaign = await lab.launch(FILE);
    await lab.completed(campaign.id, 60);
    await until(async () => {
      const { rows } = await database.pool.query(`SELECT 1 FROM shard WHERE state <> 'settled'`);
      return rows.length === 0;
    });
  }, 90_000);
  afterEach(() => clients.splice(0).forEach((client) => client.close()));
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const open = async (path: string, key: string | null = lab.admin.key, lastId?: string | null) => {
    const client = await openEvents(`${lab.controller().url}${path}`, { key, lastId });
    clients.push(client);
    return client;
  };
  const pathOf = (query = '') => `/v1/campaigns/${campaign.id}/events${query}`;
  const openFrom = (id: number) => open(pathOf(`?after=${id}`));
  const idsOf = ({ events }: EventClient) => events.map(({ id }) => id);
  const newest = async () => (await readEventBounds(database.pool)).newest;
  const caughtUp = async (client: EventClient, id: number) => until(() => Number(client.lastId()) >= id);
  const write = (by: string, id = campaign.id) => writeCampaignEvent(database.pool, id, 'pause', by);
  const isClosed = (client: EventClient) => until(() => client.ended);

  it('reports a campaign from its launch to its end', async () => {
    const client = await openFrom(0);
    await caughtUp(client, await newest());
    expect(client.response.headers['content-type']).toContain('text/event-stream');
    const told = client.events.map((event) => {
      if (event.kind === 'trial') return `${event.workload} ${event.repetition} ${event.outcome}`;
      return event.kind === 'device' ? 'device' : `${event.kind} ${'change' in event && event.change}`;
    });
    const own = told.filter((text) => text !== 'device');
    expect(own.slice(0, 2)).toEqual(['campaign launch', 'shard leased']);
    // The last shard may be settled before or after the campaign is complete.
    expect(own.filter((text) => !text.startsWith('alexnet')).sort()).toEqual([
      'campaign complete',
      'campaign launch',
      'shard finished',
      'shard finished',
      'shard leased',
      'shard leased',
    ]);
    expect(own).toEqual(expect.arrayContaining(['alexnet 1 accepted', 'alexnet 2 accepted']));
    const accepted = client.events.find((event) => event.kind === 'trial')!;
    expect(accepted).toMatchObject({ device: 'nano', attempt: 1, again: false, levels: { gpuHz: 460_800_000 } });
    expect(accepted).toMatchObject({ meanPowerMw: expect.any(Number), temperatureC: expect.any(Number) });
    expect(told).toContain('device');
  });

  it('replays after any id each event once and in order', async () => {
    const all = await openFrom(0);
    await caughtUp(all, await newest());
    const ids = idsOf(all);
    for (const index of [0, 1, Math.floor(ids.length / 2), ids.length - 1]) {
      const rest = await openFrom(ids[index]!);
      await caughtUp(rest, await newest());
      expect(idsOf(rest)).toEqual(ids.slice(index + 1));
      rest.close();
      await isClosed(rest);
    }
    const byHeader = await open(pathOf('?after=0'), lab.admin.key, String(ids[2]));
    await caughtUp(byHeader, await newest());
    expect(idsOf(byHeader)).toEqual(ids.slice(3));
  });

  it('begins with what happens from now on', async () => {
    const client = await open(pathOf());
    await until(() => client.lastId() !== null);
    await write('now');
    await until(() => client.events.length > 0);
    expect(client.events).toMatchObject([{ kind: 'campaign', by: 'now' }]);
  });

  it('loses and repeats nothing across a restart and between two controllers while many write', async () => {
    const second = await serve(
      {
        urls: { databaseUrl: lab.databaseUrl, redisUrl: lab.redisUrl, version: 'test' },
        agentFolder: 'agent',
        masterKey: toMasterKey(randomBytes(MASTER_KEY_BYTES)),
        logLevel: 'silent',
        queuePrefix: '{second}',
        workerName: null,
        watch: false,
        streams: LIMITS,
      },
      { host: '127.0.0.1', port: 0, anyPort: false, trustedProxies: [] },
    );
    const start = await newest();
    const seen: number[] = [];
    const followed: number[] = [];
    const ended = new AbortController();
    const following = followEvents({
      locate: () => ({ url: lab.controller().url, key: lab.admin.key, startCommand: 'up' }),
      path: pathOf(),
      after: start,
      onEvent: ({ id }) => followed.push(id),
      signal: ended.signal,
    });
    let lastId = String(start);
    let writing = true;
    const reading = (async () => {
      for (let round = 0; ; round += 1) {
        const url = round % 2 === 0 ? lab.controller().url : second.url;
        const client = await openEvents(`${url}${pathOf()}`, { key: lab.admin.key, lastId }).catch(() => null);
        if (!client) continue;
        const sawAll = async () => !writing && Number(client.lastId()) >= (await newest());
        await until(async () => client.ended || client.events.length > 20 || (await sawAll()));
        client.close();
        seen.push(...idsOf(client));
        lastId = client.lastId() ?? lastId;
        if (!writing && Number(lastId) >= (await newest())) return;
      }
    })();
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; i < 60; i += 1) {
        await inTransaction(database, async (db) => {
          await writeCampaignEvent(db, campaign.id, 'pause', `writer ${writer}`);
          await db.query('SELECT pg_sleep($1)', [(i % 4) / 500]);
        });
      }
    });
    await Promise.all([...writers, lab.restartController()]);
    writing = false;
    await reading;
    await second.close();
    const { rows } = await database.pool.query<{ id: number }>(
      `SELECT id::int FROM event WHERE campaign_id = $1 AND id > $2 ORDER BY id`,
      [campaign.id, start],
    );
    expect(seen).toEqual(rows.map(({ id }) => id));
    expect(seen).toHaveLength(240);
    // The command line follows the one controller over its restart.
    await until(() => followed.length >= 240);
    ended.abort();
    await following;
    expect(followed).toEqual(seen);
  }, 60_000);

  it('is refused to those who may not see what it reports', async () => {
    expect((await open(pathOf(), null)).status).toBe(401);
    await lab.as('eve', 'viewer');
    const eve = await keyOf('eve');
    expect((await open(pathOf(), eve)).status).toBe(404);
    expect((await open('/v1/fleet/events', await keyOf('eve', ['campaigns:read']))).status).toBe(403);
    expect((await open('/v1/fleet/events?before=3')).status).toBe(422);
  });

  it('ends when the share or the key is revoked', async () => {
    await lab.as('rob', 'researcher');
    const share = (sharedWith: string[]) => lab.call('PUT', `/v1/campaigns/${campaign.id}/shares`, { sharedWith });
    await share(['rob']);
    const shared = await open(pathOf(), await keyOf('rob'));
    await until(() => shared.lastId() !== null);
    await share([]);
    await isClosed(shared);
    expect(shared.blocks.at(-1)).toMatchObject({ event: 'end', data: expect.stringContaining('campaign_unknown') });
    expect(shared.events).toEqual([]);

    const fleet = await open('/v1/fleet/events', await keyOf('rob'));
    await until(() => fleet.lastId() !== null);
    await lab.call('PATCH', '/v1/users/rob', { disabled: true });
    await isClosed(fleet);
    expect(fleet.blocks.at(-1)).toMatchObject({ event: 'end', data: expect.stringContaining('unauthorized') });
  });

  it('says so when events after the id were pruned, or the id is none of this log', async () => {
    const first = Number((await database.pool.query<{ id: string }>('SELECT min(id) AS id FROM event')).rows[0]!.id);
    await database.pool.query('DELETE FROM event WHERE id < $1', [first + 5]);
    const old = await openFrom(first);
    await until(() => old.blocks.length > 1);
    const reset = { after: first, from: first + 4 };
    expect(old.blocks[0]).toEqual({ id: String(first + 4), event: 'reset', data: JSON.stringify(reset) });
    expect(old.events[0]!.id).toBeGreaterThan(first + 4);
    const foreign = await openFrom(1e9);
    await until(() => foreign.blocks.length > 0);
    expect(foreign.blocks[0]!.event).toBe('reset');
  });

  it('follows so many streams of one user, and ends all of them with the controller', async () => {
    const streams = [await open('/v1/fleet/events')];
    while (streams.at(-1)!.status === 200) streams.push(await open(pathOf()));
    const refused = streams.pop()!;
    expect([refused.status, refused.response.headers['retry-after']]).toEqual([429, '10']);
    expect(streams.length).toBeLessThanOrEqual(LIMITS.perUser);
    await lab.restartController();
    await Promise.all(streams.map(isClosed));
    expect((await open(pathOf())).status).toBe(200);
  });

  it('cuts off a client that takes nothing, and keeps little for it', async () => {
    await database.pool.query(
      `INSERT INTO event (kind, campaign_id, body)
       SELECT 'campaign', $1, jsonb_build_object('change', 'pause', 'by', repeat('x', 2000)) FROM generate_series(1, 20000)`,
      [campaign.id],
    );
    const { hostname, port } = new URL(lab.controller().url);
    const socket = connect(Number(port), hostname);
    let got = 0;
    socket.on('error', () => undefined);
    socket.write(`GET ${pathOf('?after=0')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${lab.admin.key}\r\n\r\n`);
    socket.pause();
    // Its place is free again when it was cut off.
    while ((await open(pathOf())).status === 200);
    await until(async () => (await open(pathOf())).status === 200);
    socket.on('data', (data: Buffer) => (got += data.length));
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve));
    expect(got).toBeGreaterThan(0);
    // All of them would be 40 MB; what was sent lies in the buffers of the two sockets.
    expect(got).toBeLessThan(15_000_000);
  });

  async function keyOf(name: string, scopes?: string[]): Promise<string> {
    const body = { name: 'stream', ...(scopes && { scopes }) };
    return ((await lab.call('POST', `/v1/users/${name}/keys`, body)).body as { key: string }).key;
  }
});
