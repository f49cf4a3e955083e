import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Fault } from '@joulefleet/core';
import { connectOrExplain } from './connect-or-explain';

const open: Server[] = [];
const sockets: Socket[] = [];

/** A real TCP server that does with each connection what it is told. */
async function serve(behave: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    behave(socket);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const port = await serve(() => undefined);
  await new Promise((resolve) => open.pop()?.close(resolve));
  return port;
}

async function faultOf(attempt: Promise<void>): Promise<Fault> {
  const error: unknown = await attempt.then(
    () => new Error('expected a Fault'),
    (reason: unknown) => reason,
  );
  if (error instanceof Fault) return error;
  throw error;
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function postgresError(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const header = Buffer.from([0x45, 0, 0, 0, 0]);
  header.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([header, fields]);
}

const asksForPassword = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

describe('connectOrExplain', () => {
  it('is content with a PostgreSQL that asks for a password and a Redis that says PONG', async () => {
    const postgres = await serve((socket) => socket.once('data', () => socket.write(asksForPassword)));
    const redis = await serve((socket) => socket.once('data', () => socket.write('+OK\r\n+PONG\r\n')));
    const redisUrl = `redis://:pw@127.0.0.1:${redis}`;
    await connectOrExplain({ databaseUrl: `postgresql://joule@127.0.0.1:${postgres}/x`, redisUrl });
  });

  it('names both addresses when nothing listens, and no password', async () => {
    const [a, b] = [await freePort(), await freePort()];
    const databaseUrl = `postgresql://joule:hunter2@127.0.0.1:${a}/x`;
    const fault = await faultOf(connectOrExplain({ databaseUrl, redisUrl: `redis://:hunter2@127.0.0.1:${b}` }));
    expect(fault).toMatchObject({ code: 'postgres_unreachable', origin: 'operator', transient: true });
    expect(fault.message).toContain(`PostgreSQL at 127.0.0.1:${a}: nothing listens there`);
    expect(fault.message).toContain(`Redis at 127.0.0.1:${b}: nothing listens there`);
    expect(fault.remedy).toContain('DATABASE_URL');
    expect(JSON.stringify(fault)).not.toContain('hunter2');
  });

  it('gives up on a silent server in time', async () => {
    const port = await serve(() => undefined);
    const startMs = performance.now();
    const fault = await faultOf(connectOrExplain({ databaseUrl: `postgresql://127.0.0.1:${port}/x` }));
    expect(fault).toMatchObject({ origin: 'network', where: `127.0.0.1:${port}` });
    expect(performance.now() - startMs).toBeLessThan(5000);
  });

  it('distinguishes another kind of server from the expected one', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const fault = await faultOf(connectOrExplain({ redisUrl: `redis://127.0.0.1:${port}` }));
    expect(fault).toMatchObject({ code: 'redis_unreachable', origin: 'operator', transient: false });
  });

  it('repeats what the server itself says', async () => {
    const refusal = postgresError('28P01', 'role "joule" may not log in');
    const postgres = await serve((socket) => socket.once('data', () => socket.end(refusal)));
    const said = await faultOf(connectOrExplain({ databaseUrl: `postgresql://joule@127.0.0.1:${postgres}/x` }));
    expect(said.message).toContain('role "joule" may not log in');
    const redis = await serve((socket) => socket.once('data', () => socket.write('-WRONGPASS invalid\r\n')));
    expect((await faultOf(connectOrExplain({ redisUrl: `redis://:x@127.0.0.1:${redis}` }))).message).toContain(
      'WRONGPASS',
    );
  });

  it('waits for a server that is starting', async () => {
    let tries = 0;
    const starting = postgresError('57P03', 'the database system is starting up');
    const port = await serve((socket) =>
      socket.once('data', () => (++tries < 3 ? socket.end(starting) : socket.write(asksForPassword))),
    );
    await connectOrExplain({ databaseUrl: `postgresql://joule@127.0.0.1:${port}/x` });
    expect(tries).toBe(3);
  });
});
