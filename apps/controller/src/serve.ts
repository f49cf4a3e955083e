import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Fault } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';
import { Logger } from 'nestjs-pino';
import { join } from 'node:path';
import { ControllerModule, type ControllerOptions } from './app.module';
import { prepareHttp } from './http/prepare-http';

export interface ServingController {
  url: string;
  /** Logs a warning. */
  log(message: string): void;
  close(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  port: number;
  /** Fall back to any free port when `port` is in use. */
  anyPort: boolean;
  /** With `anyPort`: tried before `port`. */
  lastPort?: number | null;
  /** Addresses and subnets of proxies whose `X-Forwarded-For` is trusted. */
  trustedProxies: readonly string[];
}

/** Starts the controller's HTTP server. */
export async function serve(options: ControllerOptions, listen: ListenOptions): Promise<ServingController> {
  const app = await NestFactory.create<NestExpressApplication>(ControllerModule.forRoot(options), {
    bufferLogs: true,
    forceCloseConnections: true,
  });
  app.useLogger(app.get(Logger));
  app.set('trust proxy', listen.trustedProxies);
  prepareHttp(app, options.webFolder ?? join(packageRoot(), 'dist', 'web'));
  await listenOn(app, listen);
  const logger = app.get(Logger);
  return { url: await addressOf(app), log: (message) => logger.warn(message), close: () => app.close() };
}

async function addressOf(app: NestExpressApplication): Promise<string> {
  const { hostname, port } = new URL(await app.getUrl());
  return `http://${hostname === '[::1]' ? '127.0.0.1' : hostname}:${port}`;
}

async function listenOn(app: NestExpressApplication, { host, port, anyPort, lastPort }: ListenOptions): Promise<void> {
  const ports = anyPort ? [lastPort ?? port, port, 0] : [port];
  for (const [index, each] of ports.entries()) {
    try {
      return void (await app.listen(each, host));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (index === ports.length - 1) throw portTaken(host, each, error);
    }
  }
}

function portTaken(host: string, port: number, cause: unknown): Fault {
  return new Fault(`${host}:${port} is already in use`, {
    code: 'port_taken',
    origin: 'operator',
    transient: false,
    where: `${host}:${port}`,
    remedy: 'Set JOULEFLEET_PORT to another port, or unset it to use any free one.',
    cause,
  });
}
