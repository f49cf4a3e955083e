import { Controller, Res } from '@nestjs/common';
import { healthRoutes, type HealthView } from '@joulefleet/contracts';
import type { Response } from 'express';
import { Endpoint } from './endpoint';
import { HealthChecks } from './health-checks';

@Controller()
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Endpoint(healthRoutes.showLive)
  live(): { ok: true } {
    return { ok: true };
  }

  @Endpoint(healthRoutes.showHealth)
  health(@Res({ passthrough: true }) response: Response): Promise<HealthView> {
    return this.ready(response);
  }

  /** 200 when PostgreSQL, Redis and the queues are healthy, else 503; the body says which one is not, and why. */
  @Endpoint(healthRoutes.showReady)
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthView> {
    const health = await this.checks.read();
    response.status(health.ok ? 200 : 503);
    return health;
  }
}
