import { resolve } from 'node:path';
import { openAgent, packAgent, type OpenAgent } from '@joulefleet/remote';
import type { BegunShard } from '@joulefleet/store';
import { generateKeyPair, LightTwin } from '../../../apps/twin/src';
import { KeptAgents } from '../../../libs/execution/src/kept-agents';

const keyPair = generateKeyPair('test');
const agent = packAgent(resolve('agent'));

describe('agents that are kept for the next shard', () => {
  let twin: LightTwin;
  let agents: KeptAgents;
  let device: BegunShard['device'];

  beforeAll(async () => {
    const authorizedKeys = [keyPair.publicKey];
    twin = new LightTwin({ name: 'one', deviceClass: 'jetson-nano', authorizedKeys, timeScale: 100, seed: 1 });
    await twin.start();
    const { host, port, user: loginUser, fingerprint } = twin;
    device = { id: 'one', name: 'one', host, port, loginUser, fingerprint } as BegunShard['device'];
  });
  afterAll(() => twin.stop());
  beforeEach(() => (agents = new KeptAgents()));
  afterEach(() => agents.close());

  function open(): Promise<OpenAgent> {
    const { host, port, user, fingerprint } = twin;
    const target = { host, port, user, fingerprint, hostKeyType: null };
    return openAgent({ ...target, privateKey: Buffer.from(keyPair.privateKey) }, agent);
  }

  it('are used once each, over the same connection', async () => {
    const first = await open();
    agents.keep(device, first);
    expect(await agents.take(device)).toBe(first);
    expect(await agents.take(device)).toBeNull();
    expect((await first.session.status()).executor).toBeNull();
    agents.keep(device, first);
    expect(await agents.take({ ...device, id: 'another' })).toBeNull();
    expect(await agents.take(device)).toBe(first);
    first.close();
  });

  it.each<[string, Partial<BegunShard['device']>]>([
    ['at another address', { port: 1 }],
    ['as another user', { loginUser: 'root' }],
    ['with another host key', { fingerprint: 'SHA256:other' }],
    ['with another identity', { identityId: 'other' }],
    ['through sudo', { privilege: 'sudo' }],
    ['as another board', { facts: { serial: '1421324022222' } }],
  ])('are closed when the device is reached %s', async (_, change) => {
    const kept = await open();
    agents.keep(device, kept);
    expect(await agents.take({ ...device, ...change })).toBeNull();
    await kept.session.ended;
  });

  it('are gone with their connection', async () => {
    const kept = await open();
    agents.keep(device, kept);
    twin.cutConnections();
    await kept.session.ended;
    expect(await agents.take(device)).toBeNull();
  });

  it('are closed when another one is kept for the device, and with the worker', async () => {
    const [one, other, late] = [await open(), await open(), await open()];
    agents.keep(device, one);
    agents.keep(device, other);
    await one.session.ended;
    agents.close();
    await other.session.ended;
    agents.keep(device, late);
    await late.session.ended;
    expect(await agents.take(device)).toBeNull();
  });
});
