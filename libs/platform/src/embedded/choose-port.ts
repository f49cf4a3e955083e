import { createServer, type AddressInfo } from 'node:net';

/** A TCP port that is free on 127.0.0.1 now: the wished one if it is, else one that the system picks. */
export async function choosePort(wished?: number): Promise<number> {
  if (wished !== undefined) {
    const kept = await tryPort(wished).catch(() => undefined);
    if (kept !== undefined) return kept;
  }
  return tryPort(0);
}

async function tryPort(port: number): Promise<number> {
  const server = createServer();
  const bound = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return bound;
}
