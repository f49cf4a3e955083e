import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { HealthView } from '@joulefleet/contracts';
import { connectOrExplain } from '@joulefleet/platform';
import type { Response } from 'express';
import { Open } from './token.guard';

/** Addresses of the servers that this process stands on. */
export interface ServiceUrls {
  databaseUrl: string;
  redisUrl: string;
  version: string;
}
export const SERVICE_URLS = Symbol('SERVICE_URLS');

const TIMEOUT_MS = 2_000;

@Open()
@Controller('v1/health')
export class HealthController {
  constructor(@Inject(SERVICE_URLS) private readonly urls: ServiceUrls) {}

  /** 200 as long as this process answers at all. */
  @Get('live')
  live(): { ok: true } {
    return { ok: true };
  }

  /** 200 when PostgreSQL and Redis answer, 503 when one does not; the body says which and why. */
  @Get(['', 'ready'])
  async health(@Res({ passthrough: true }) response: Response): Promise<HealthView> {
    const { databaseUrl, redisUrl, version } = this.urls;
    const [postgres, redis] = await Promise.all([probe({ databaseUrl }), probe({ redisUrl })]);
    const ok = postgres.ok && redis.ok;
    response.status(ok ? 200 : 503);
    return { ok, version, postgres, redis };
  }
}

async function probe(urls: { databaseUrl?: string; redisUrl?: string }): Promise<HealthView['postgres']> {
  try {
    await connectOrExplain(urls, TIMEOUT_MS);
    return { ok: true, detail: null };
  } catch (error) {
    return { ok: false, detail: (error as Error).message };
  }
}
