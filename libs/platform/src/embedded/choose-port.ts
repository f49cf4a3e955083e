import { createServer, type AddressInfo } from 'node:net';

/** A TCP port that is free on 127.0.0.1 now: the preferred one if possible, else one chosen by the system. */
export async function choosePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    const kept = await tryPort(preferred).catch(() => undefined);
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
