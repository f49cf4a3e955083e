import 'reflect-metadata';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { asFault } from '@joulefleet/core';
import {
  ensureServices,
  Metrics,
  packageRoot,
  processConfiguration,
  readMasterKey,
  requireMasterKey,
} from '@joulefleet/platform';
import { databaseFault, openDatabase, readSealingKeyId } from '@joulefleet/store';
import { Logger } from 'nestjs-pino';
import { serveMetrics } from './serve-metrics';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const configuration = processConfiguration();
  const { databaseUrl, redisUrl } = await ensureServices(configuration);
  const agentFolder = join(packageRoot(), 'agent');
  const { logLevel, host, workerMetricsPort } = configuration;
  const masterKey = readMasterKey(configuration);
  requireMasterKey(masterKey, await sealingKeyId(databaseUrl));
  const app = await NestFactory.createApplicationContext(
    WorkerModule.forRoot({ databaseUrl, redisUrl, agentFolder, masterKey, logLevel }),
    { bufferLogs: true },
  );
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  if (workerMetricsPort !== undefined) await serveMetrics(app.get(Metrics), { host, port: workerMetricsPort });
}

async function sealingKeyId(databaseUrl: string): Promise<string | null> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    return await readSealingKeyId(database.pool);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  const fault = databaseFault(error) ?? asFault(error);
  process.stderr.write(`joulefleet worker: ${fault.message}${fault.remedy ? `\n${fault.remedy}` : ''}\n`);
  process.exit(1);
});
