import { Controller, Header, Inject, Req } from '@nestjs/common';
import { systemRoutes } from '@joulefleet/contracts';
import { Metrics, renderGauges } from '@joulefleet/platform';
import { openConnections } from '@joulefleet/remote';
import { DATABASE, readFleetCounts, type Database } from '@joulefleet/store';
import { setTimeout as sleep } from 'node:timers/promises';
import { Endpoint, type AuthenticatedRequest } from './endpoint';
import { fleetGauges, serviceGauges, upGauge } from './gauges';
import { HealthChecks } from './health-checks';

/** A scrape is over within Prometheus' usual 10 s, whatever the database does. */
const COUNT_LIMIT_MS = 5_000;

@Controller()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly checks: HealthChecks,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /**
   * Metrics that cannot be read are left out; `joulefleet_service_up` shows which service is down. Who cannot be identified, because
   * PostgreSQL does not answer, gets nothing else.
   */
  @Endpoint(systemRoutes.showMetrics)
  @Header('Content-Type', systemRoutes.showMetrics.contentType)
  async show(@Req() { unidentified }: AuthenticatedRequest): Promise<string> {
    if (unidentified) return renderGauges([upGauge(await this.checks.read())]);
    const counting = readFleetCounts(this.database.pool).catch(() => null);
    const [health, counts] = await Promise.all([
      this.checks.read(),
      Promise.race([counting, sleep(COUNT_LIMIT_MS, null, { ref: false })]),
    ]);
    return this.metrics.render([...serviceGauges(health, openConnections()), ...(counts ? fleetGauges(counts) : [])]);
  }
}
