import { Controller, Inject } from '@nestjs/common';
import { systemRoutes, type InstallationView, type ServiceOrigin } from '@joulefleet/contracts';
import { QueueProgress } from '@joulefleet/queue';
import { DATABASE, readDatabaseSize, type Database } from '@joulefleet/store';
import { statfs } from 'node:fs/promises';
import { Endpoint } from './endpoint';
import { SERVICE_URLS, type ServiceUrls } from './health-checks';

/** Where the controller is at home, and whose its servers are. */
export interface Installation {
  /** Null: it has no home. */
  home: string | null;
  postgres: ServiceOrigin;
  redis: ServiceOrigin;
}
export const INSTALLATION = Symbol('INSTALLATION');

@Controller()
export class InstallationController {
  private readonly startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();

  constructor(
    @Inject(INSTALLATION) private readonly installation: Installation,
    @Inject(SERVICE_URLS) private readonly urls: ServiceUrls,
    @Inject(DATABASE) private readonly database: Database,
    private readonly progress: QueueProgress,
  ) {}

  @Endpoint(systemRoutes.showInstallation)
  async show(): Promise<InstallationView> {
    const { home, ...origins } = this.installation;
    const [postgres, redis, homeDisk] = await Promise.all([
      readDatabaseSize(this.database.pool),
      this.progress.readServer().catch(() => null),
      home === null ? null : readDisk(home),
    ]);
    return {
      version: this.urls.version,
      startedAt: this.startedAt,
      postgres: { ...postgres, origin: origins.postgres, startedAt: postgres.startedAt.toISOString() },
      redis: redis && { ...redis, origin: origins.redis, startedAt: redis.startedAt.toISOString() },
      homeDisk,
    };
  }
}

/** Free is what is left to the controller's user. */
async function readDisk(folder: string): Promise<InstallationView['homeDisk']> {
  const { bsize, blocks, bavail } = await statfs(folder);
  return { totalBytes: bsize * blocks, freeBytes: bsize * bavail };
}
