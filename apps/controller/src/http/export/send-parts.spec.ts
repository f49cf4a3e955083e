import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendParts } from './send-parts';

const PART = { bytes: Buffer.alloc(1 << 20), rows: 10 };
const SLOW_CLIENT_MS = 200;

/** Parts without an end, or `count` of them. */
function manyParts(count = Infinity) {
  let end: () => void = () => undefined;
  const state = { made: 0, ended: new Promise<void>((resolve) => (end = resolve)) };
  async function* parts() {
    try {
      while (state.made < count) {
        state.made++;
        yield PART;
      }
    } finally {
      end();
    }
  }
  return { state, parts: parts() };
}

/** Sends parts to a client, and returns what the client gets when both are done. */
async function send(
  parts: Parameters<typeof sendParts>[1],
  client: (response: IncomingMessage) => Promise<void>,
  slowClientMs = 10_000,
): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { Trailer: 'X-Export-Rows, X-Export-Bytes' });
    sendParts(response, parts, slowClientMs).then(
      () => server.close(),
      () => server.close(response.destroy() as never),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const closed = once(server, 'close');
  const sent = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined);
  await client(response);
  response.destroy();
  await closed;
}

it('sends all parts, then how many rows and bytes they were', async () => {
  const { parts } = manyParts(3);
  await send(parts, async (response) => {
    let bytes = 0;
    for await (const part of response) bytes += (part as Buffer).length;
    expect(bytes).toBe(3 * PART.bytes.length);
    expect(response.trailers).toEqual({ 'x-export-rows': '30', 'x-export-bytes': String(bytes) });
  });
});

it('stops reading when the client leaves', async () => {
  const { parts, state } = manyParts();
  await send(parts, async (response) => void (await once(response, 'readable')));
  await state.ended;
});

it('cuts off a client that takes nothing, and reads no further meanwhile', async () => {
  const { parts, state } = manyParts();
  await send(parts, () => state.ended, SLOW_CLIENT_MS);
  expect(state.made).toBeLessThan(100);
});

it('leaves a file that fails without an end', async () => {
  async function* failing() {
    yield PART;
    await Promise.resolve();
    throw new Error('no more');
  }
  await send(failing(), async (response) => {
    const read = async () => {
      for await (const part of response) void part;
    };
    await expect(read()).rejects.toThrow('aborted');
  });
});
