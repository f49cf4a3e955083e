import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemRoutes } from '@joulefleet/contracts';
import { sshGauge, type Metrics } from '@joulefleet/platform';
import { openConnections } from '@joulefleet/remote';

export interface ServedMetrics {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves this worker's counters at /v1/metrics without authentication: a worker has no users. The server does not keep
 * the process alive.
 */
export async function serveMetrics(metrics: Metrics, listen: { host: string; port: number }): Promise<ServedMetrics> {
  const server = createServer((request, response) => void answer(metrics, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(metrics: Metrics, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path, contentType } = systemRoutes.showMetrics;
  if (method !== 'GET' || url !== path) return void response.writeHead(404).end();
  const text = await metrics.render([sshGauge(openConnections())]);
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}
